import { cellText } from '../../csv/cells';
import type { RecordBatch } from '../../csv/types';

/** How many of a table's columns are the user's, and how many an earlier scoring appended after them. */
export interface ColumnCounts {
	readonly own: number;
	readonly appended: number;
}

/**
 * How many cells of its own a record has; a good one has `columns.own`.
 *
 * In a file that was scored before, a short record was padded to put the new cells under their headers. Taken as it
 * stands, its cells would shift into columns where they do not belong; so one that still carries the error `row.ragged`
 * and still ends in blanks counts without them.
 */
export function ownCells(batch: RecordBatch, row: number, { own, appended }: ColumnCounts): number {
	const first = batch.rowField[row];
	const cells = batch.rowField[row + 1] - first;
	if (appended === 0 || cells < own + appended) return cells;
	if (cells > own + appended) return cells - appended;
	const blank = (i: number) => batch.fieldStart[first + i] === batch.fieldEnd[first + i];
	if (!blank(own - 1) || !cellText(batch, first + cells - 1).startsWith('row.ragged')) return own;
	let count = own - 1;
	while (count > 1 && blank(count - 1)) count--;
	return count;
}
