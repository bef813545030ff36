import type { ScoredBlock } from '../../core/run/types';
import { keepAllRows, keepsFeatures } from './feature-sample';

/**
 * Of the features of all scored rows of a block those that the log keeps, now that it is known where in the file the block
 * stands: a copy, or the same where it keeps all.
 *
 * @param firstRow 1-based data row of the block
 */
export function thinnedFeatures(
	features: NonNullable<ScoredBlock['features']>,
	firstRow: number,
	{ rows, scored, decision }: Pick<ScoredBlock, 'rows' | 'decision'> & { readonly scored: number }
): NonNullable<ScoredBlock['features']> {
	if (firstRow + rows - 1 <= keepAllRows || scored === 0) return features;
	const entries = features.rows;
	const count = entries ? entries.length : rows;
	const width = features.values.length / count;
	const places = new Uint32Array(count);
	let kept = 0;
	for (let i = 0; i < count; i++) {
		const entry = entries ? entries[i] : i;
		if (keepsFeatures(firstRow + entry, decision[entry] !== 0)) places[kept++] = i;
	}
	const values = new Float32Array(kept * width);
	for (let k = 0; k < kept; k++) values.set(features.values.subarray(places[k] * width, (places[k] + 1) * width), k * width);
	return { rows: kept === rows ? null : places.slice(0, kept).map((i) => (entries ? entries[i] : i)), values };
}
