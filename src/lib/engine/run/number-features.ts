import { isBlankCell } from '../../csv/cells';
import type { RecordBatch } from '../../csv/types';
import type { FeatureCell, RunColumns } from './columns';

/** A feature and its place among `RunColumns.features`. */
export interface PlacedFeature {
	readonly cell: FeatureCell;
	readonly place: number;
}

/** A feature whose numbers came with the batch. */
export interface NumberFeature extends PlacedFeature {
	/** `[rows]`, or longer. */
	readonly values: Float64Array;
}

/** Features that a batch brings as numbers, and those to read from its cells; both from left to right. */
export function splitFeatures(
	{ numbers }: RecordBatch,
	{ features, times }: Pick<RunColumns, 'features' | 'times'>
): { readonly ready: readonly NumberFeature[]; readonly others: readonly PlacedFeature[] } {
	const ready: NumberFeature[] = [];
	const others: PlacedFeature[] = [];
	features.forEach((cell, place) => {
		const values = cell.kind === 'number' ? numbers?.[cell.index] : null;
		// Of times that may stand for each other, all are looked at together, row by row.
		if (values && !times.includes(cell)) ready.push({ cell, place, values });
		else others.push({ cell, place });
	});
	return { ready, others };
}

/**
 * `[rows]`: which of `ready` is the first that a row cannot be scored with, `ready.length` where none is; null where no row
 * has any. Rows of another length than the header's have entries without a meaning.
 */
export function firstFaults(batch: RecordBatch, ready: readonly NumberFeature[]): Uint32Array | null {
	let faults: Uint32Array | null = null;
	ready.forEach(({ cell, values }, i) => {
		for (let row = nextOutside(values, cell, 0, batch.rows); row < batch.rows; row = nextOutside(values, cell, row + 1, batch.rows)) {
			if (!cell.needed && Number.isNaN(values[row]) && isBlankCell(batch, batch.rowField[row] + cell.index)) continue;
			faults ??= new Uint32Array(batch.rows).fill(ready.length);
			if (faults[row] === ready.length) faults[row] = i;
		}
	});
	return faults;
}

/** The first row from `from` on whose value is no number within the bounds, or `rows`. */
function nextOutside(values: Float64Array, { min, max }: FeatureCell, from: number, rows: number): number {
	let row = from;
	while (row < rows && values[row] >= min && values[row] <= max) row++;
	return row;
}

/** Puts the numbers of the scored rows, in their order, where each feature's are wanted. */
export function putNumbers(ready: readonly NumberFeature[], entry: Uint32Array, rows: number, raw: readonly Float64Array[]): void {
	for (const { cell, values } of ready) {
		const to = raw[cell.slot];
		if (entry.length === rows) to.set(values.subarray(0, rows));
		else for (let i = 0; i < entry.length; i++) to[i] = values[entry[i]];
	}
}
