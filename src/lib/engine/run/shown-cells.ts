import type { CardNames } from '../../core/privacy/card-names';
import { rowCells } from '../../csv/cells';
import type { RecordBatch } from '../../csv/types';
import type { RunColumns } from './columns';
import { ownCells } from './own-cells';

type Columns = Pick<RunColumns, 'counts' | 'sensitive'>;

/** The cells of a row, card numbers by their names. */
export function shownCells(batch: RecordBatch, row: number, columns: Columns, names: CardNames): string[] {
	const cells = rowCells(batch, row);
	if (isAstray(batch, row, columns)) return cells.map((text) => names.astray(text));
	return cells.map((text, i) => (columns.sensitive.has(i) ? names.ofCell(text) : names.within(text)));
}

/** Whether a card number may stand anywhere in a row: its cells may have shifted. */
export function isAstray(batch: RecordBatch, row: number, { counts, sensitive }: Columns): boolean {
	return sensitive.size > 0 && ownCells(batch, row, counts) !== counts.own;
}
