import { mayHoldCardNumber } from '../../core/privacy/card-number';
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
	const { bytes, rowField, fieldStart, fieldEnd } = batch;
	const first = rowField[row];
	return cells.map((text, i) => {
		if (columns.sensitive.has(i)) return names.ofCell(text);
		return mayHoldCardNumber(bytes, fieldStart[first + i], fieldEnd[first + i]) ? names.within(text) : text;
	});
}

/** Whether a card number may stand anywhere in a row: its cells may have shifted. */
export function isAstray(batch: RecordBatch, row: number, { counts, sensitive }: Columns): boolean {
	return sensitive.size > 0 && ownCells(batch, row, counts) !== counts.own;
}
