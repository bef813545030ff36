import type { ScoredBlock } from '../../core/run/types';
import { keepAllRows, keepsFeatures } from './feature-sample';

/**
 * Of the features of all scored rows of a block those that the log keeps, now that it is known where in the file the block
 * stands.
 *
 * @param firstRow 1-based data row of the block
 */
export function thinnedFeatures(
	features: NonNullable<ScoredBlock['features']>,
	firstRow: number,
	{ rows, scored, decision }: Pick<ScoredBlock, 'rows' | 'decision'> & { readonly scored: number }
): NonNullable<ScoredBlock['features']> {
	if (firstRow + rows - 1 <= keepAllRows || scored === 0) return features;
	const entries = features.rows ?? Uint32Array.from({ length: rows }, (_, entry) => entry);
	const kept = Array.from(entries.keys()).filter((i) => keepsFeatures(firstRow + entries[i], decision[entries[i]] !== 0));
	const width = features.values.length / entries.length;
	const values = new Float32Array(kept.length * width);
	kept.forEach((i, k) => values.set(features.values.subarray(i * width, (i + 1) * width), k * width));
	return { rows: kept.length === rows ? null : Uint32Array.from(kept, (i) => entries[i]), values };
}
