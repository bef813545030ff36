import type { CardNames } from '../../core/privacy/card-names';
import { cellText, rowCells } from '../../csv/cells';
import type { RecordBatch } from '../../csv/types';
import type { KeyCell, RunColumns } from './columns';
import { ownCells } from './own-cells';

type Columns = Pick<RunColumns, 'counts' | 'sensitive'>;

/** The texts of a key column, `[rows]`, card numbers by their names; '' where a row is too short to have one. */
export function keyTexts(batch: RecordBatch, { index, sensitive }: KeyCell, columns: Columns, names: CardNames): string[] {
	return Array.from({ length: batch.rows }, (_, row) => {
		const field = batch.rowField[row] + index;
		if (field >= batch.rowField[row + 1]) return '';
		const text = cellText(batch, field);
		if (sensitive) return names.ofCell(text);
		return isAstray(batch, row, columns) ? names.astray(text) : names.within(text);
	});
}

/** The cells of a row, card numbers by their names. */
export function shownCells(batch: RecordBatch, row: number, columns: Columns, names: CardNames): string[] {
	const cells = rowCells(batch, row);
	if (isAstray(batch, row, columns)) return cells.map((text) => names.astray(text));
	return cells.map((text, i) => (columns.sensitive.has(i) ? names.ofCell(text) : names.within(text)));
}

/** Whether a card number may stand anywhere in a row: its cells may have shifted. */
function isAstray(batch: RecordBatch, row: number, { counts, sensitive }: Columns): boolean {
	return sensitive.size > 0 && ownCells(batch, row, counts) !== counts.own;
}
