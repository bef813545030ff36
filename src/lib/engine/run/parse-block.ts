import type { Reject } from '../../core/run/types';
import { cellText, rowCells } from '../../csv/cells';
import { decimalByte, parseNumberBytes } from '../../csv/number';
import type { RecordBatch } from '../../csv/types';
import { maskCardNumber } from './card-number';
import type { RunColumns, SideNumber } from './columns';
import { ownCells } from './own-cells';
import { cellReject, labelReject, raggedReject } from './rejects';

/** A batch's needed columns as numbers. `[rows]` arrays have an entry a row, `[scored]` ones an entry a row that can be scored. */
export interface ParsedBlock {
	readonly rows: number;
	readonly scored: number;
	/** `[scored]`: index of the row within the block. */
	readonly entry: Uint32Array;
	/** Raw features in schema order, `[features][scored]`; views of what the caller lent. */
	readonly raw: readonly Float64Array[];
	/** `[rows]`: 0, 1, or 255 for none. */
	readonly label: Uint8Array;
	/** `[rows]`: NaN where there is none or the row is rejected. */
	readonly amount: Float64Array;
	readonly timestamp: Float64Array;
	readonly keys: { readonly [column: string]: readonly string[] };
	readonly rejects: readonly Reject[];
}

/**
 * Reads the needed cells of a batch straight from its bytes; no string is made for a good one.
 *
 * A row is rejected for its first fault from the left: a number of cells that is not the header's, or a feature cell that
 * is blank, no plain finite number, or outside the schema's bounds. A label that is neither 0, 1 nor blank does not reject
 * its row: the row is scored without a label and reported with `cell.bad-label`. All but `raw` is a copy.
 *
 * @param firstRow 1-based data row of the batch's first record
 * @param room one array a feature, in schema order, at least as long as the batch: `raw` is put there
 */
export function parseBlock(
	batch: RecordBatch,
	columns: RunColumns,
	firstRow: number,
	decimal: '.' | ',',
	room: readonly Float64Array[]
): ParsedBlock {
	const { rows, bytes, rowField, fieldStart, fieldEnd } = batch;
	const mark = decimalByte(decimal);
	const entry = new Uint32Array(rows);
	const label = new Uint8Array(rows).fill(255);
	const rejects: Reject[] = [];
	const { features, counts } = columns;
	let scored = 0;

	const number = (field: number): number => parseNumberBytes(bytes, fieldStart[field], fieldEnd[field], mark);

	nextRow: for (let row = 0; row < rows; row++) {
		const first = rowField[row];
		const cells = ownCells(batch, row, counts);
		if (cells !== counts.own) {
			rejects.push(raggedReject(firstRow + row, cells, counts.own, rowCells(batch, row).slice(0, cells)));
			continue;
		}
		for (const cell of features) {
			const value = number(first + cell.index);
			if (!(value >= cell.min && value <= cell.max)) {
				rejects.push(cellReject(firstRow + row, cell, value, cellText(batch, first + cell.index), decimal));
				continue nextRow;
			}
			room[cell.slot][scored] = value;
		}
		if (columns.label) {
			const field = first + columns.label.index;
			const value = number(field);
			if (value === 0 || value === 1) label[row] = value;
			else if (fieldEnd[field] > fieldStart[field]) {
				const text = cellText(batch, field);
				if (text.trim() !== '') rejects.push(labelReject(firstRow + row, columns.label.header, text));
			}
		}
		entry[scored++] = row;
	}

	const side = (column: SideNumber): Float64Array => {
		const values = new Float64Array(rows).fill(NaN);
		if (column === null) return values;
		for (let i = 0; i < scored; i++) {
			const row = entry[i];
			values[row] = column.from === 'feature' ? room[column.slot][i] : number(rowField[row] + column.index);
		}
		return values;
	};
	const texts = (index: number): string[] =>
		Array.from({ length: rows }, (_, row) => {
			const field = rowField[row] + index;
			return field < rowField[row + 1] ? maskCardNumber(cellText(batch, field)) : '';
		});
	return {
		rows,
		scored,
		entry: entry.slice(0, scored),
		raw: room.map((values) => values.subarray(0, scored)),
		label,
		amount: side(columns.amount),
		timestamp: side(columns.timestamp),
		keys: Object.fromEntries(columns.keys.map(({ name, index }) => [name, texts(index)])),
		rejects
	};
}
