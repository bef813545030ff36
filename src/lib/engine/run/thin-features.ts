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
	const wanted = places.subarray(0, kept);
	const values = new Float32Array(kept * width);
	for (let c = 0; c < width; c++) gather(features.values.subarray(c * count), wanted, values.subarray(c * kept));
	return { rows: kept === rows ? null : wanted.map((i) => (entries ? entries[i] : i)), values };
}

/** The values of a column at some places, in their order, to the beginning of `out`. */
export function gather(column: Float64Array | Float32Array, places: Uint32Array, out: Float32Array): void {
	for (let k = 0; k < places.length; k++) out[k] = column[places[k]];
}
