import { maskCardNumber, mayHoldCardNumber } from '../../core/privacy/card-number';
import { rowCells } from '../../csv/cells';
import type { RecordBatch } from '../../csv/types';
import type { RunColumns } from './columns';

/** Rows of a batch that are looked at. */
const lookedAt = 16;

/**
 * Whether rows hold full card numbers, so that no copy of them may be stored: those of a table with a column of card
 * numbers do, and those in which one is seen. Some rows of each batch are looked at, spread over it.
 */
export function showsCards(batch: RecordBatch, { sensitive }: Pick<RunColumns, 'sensitive'>): boolean {
	if (sensitive.size > 0) return true;
	for (let i = 0; i < Math.min(lookedAt, batch.rows); i++) {
		const row = Math.floor((i * batch.rows) / Math.min(lookedAt, batch.rows));
		if (!mayHoldCardNumber(batch.bytes, batch.rowStart[row], batch.rowEnd[row])) continue;
		if (rowCells(batch, row).some((cell) => maskCardNumber(cell) !== cell)) return true;
	}
	return false;
}
