import type { CardNames } from '../../core/privacy/card-names';
import type { KeptRow } from '../../core/run/types';
import type { RecordBatch } from '../../csv/types';
import type { RunColumns } from './columns';
import { candidateRows, keptRows, topRowCount } from './top-cells';

/**
 * The cells of a block's rows that may be among the highest of a run, in the order of the file; rows count from 1 within
 * the block.
 *
 * @param floor see `TopCells.floor`; Infinity for no rows
 */
export function candidateCells(
	margin: Float32Array,
	batch: RecordBatch,
	columns: RunColumns,
	names: CardNames,
	floor: number
): KeptRow[] {
	return floor === Infinity ? [] : keptRows(batch, candidateRows(margin, topRowCount, floor), 1, columns, names);
}
