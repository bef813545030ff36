import type { CardNames } from '../../core/privacy/card-names';
import type { KeyColumn } from '../../core/run/key-column';
import type { Reject } from '../../core/run/types';
import { cellText, isBlankCell, rowCells } from '../../csv/cells';
import { parseDateBytes } from '../../csv/date';
import { decimalByte, parseNumberBytes } from '../../csv/number';
import type { TextInterner } from '../../csv/text-interner';
import type { RecordBatch } from '../../csv/types';
import type { FeatureCell, RunColumns, SideNumber } from './columns';
import type { KeyCells } from './key-cells';
import { firstFaults, putNumbers, splitFeatures } from './number-features';
import { ownCells } from './own-cells';
import type { ColumnCounts } from './own-cells';
import { cellReject, labelReject, raggedReject } from './rejects';

/** A batch's needed columns as numbers. `[rows]` arrays have an entry a row, `[scored]` ones an entry a row that can be scored. */
export interface ParsedBlock {
	readonly rows: number;
	readonly scored: number;
	/** `[scored]`: index of the row within the block. */
	readonly entry: Uint32Array;
	/** Raw features in schema order, `[features][scored]`: numbers, seconds since 1970, codes of texts; views of what the caller lent. */
	readonly raw: readonly Float64Array[];
	/** `[rows]`: 0, 1, or 255 for none. */
	readonly label: Uint8Array;
	/** `[rows]`: NaN where there is none or the row is rejected. */
	readonly amount: Float64Array;
	/** `[rows]`: likewise; dates in seconds since 1970. */
	readonly timestamp: Float64Array;
	readonly keys: { readonly [column: string]: KeyColumn };
	readonly rejects: readonly Reject[];
}

/** What the caller lends for a block, and for those after it. */
export interface ParseRoom {
	/** One array a feature, in schema order, at least as long as the batch: `raw` is put there. */
	readonly raw: readonly Float64Array[];
	/** One a feature: how its texts are numbered; null where it has none. */
	readonly texts: readonly (TextInterner | null)[];
	/** One a key column, in the order of `RunColumns.keys`. */
	readonly keys: readonly KeyCells[];
	readonly names: CardNames;
}

const noText = -1;

/**
 * Reads the needed cells of a batch: numbers that came with it column by column, other cells straight from its bytes. No
 * string is made for a good one, but for new texts.
 *
 * A row is rejected for its first fault from the left: a number of cells that is not the header's, or a feature cell that
 * is blank where that is not allowed (see `FeatureCell.needed`), no plain finite number, no date, or outside the schema's
 * bounds. A label that is neither 0, 1 nor blank does not reject its row: the row is scored without a label and reported
 * with `cell.bad-label`. All but `raw` is a copy.
 *
 * @param firstRow 1-based data row of the batch's first record
 */
export function parseBlock(
	batch: RecordBatch,
	columns: RunColumns,
	firstRow: number,
	decimal: '.' | ',',
	room: ParseRoom
): ParsedBlock {
	const { rows, bytes, rowField, fieldStart, fieldEnd } = batch;
	const mark = decimalByte(decimal);
	const entry = new Uint32Array(rows);
	const label = new Uint8Array(rows).fill(255);
	const rejects: Reject[] = [];
	const { features, counts, times } = columns;
	const { raw, names } = room;
	const astray = columns.sensitive.size > 0;
	const { ready, others } = splitFeatures(batch, columns);
	const faults = firstFaults(batch, ready);
	let scored = 0;

	const number = (row: number, index: number): number => {
		const values = batch.numbers?.[index];
		const field = rowField[row] + index;
		return values ? values[row] : parseNumberBytes(bytes, fieldStart[field], fieldEnd[field], mark);
	};
	const date = (row: number, index: number): number => {
		const field = rowField[row] + index;
		return parseDateBytes(bytes, fieldStart[field], fieldEnd[field]);
	};
	const reject = (row: number, cell: FeatureCell, value: number): void => {
		const text = cellText(batch, rowField[row] + cell.index);
		rejects.push(cellReject(firstRow + row, cell, value, text, decimal, names, astray));
	};
	const textOf = features.map(({ kind, slot }) => (kind === 'text' ? room.texts[slot] : null));

	/** Whether the row can be scored; what is not among `ready` is put into `raw` then. */
	const takeRow = (row: number): boolean => {
		const cells = ownCells(batch, row, counts);
		if (cells !== counts.own) {
			const texts = rowCells(batch, row).slice(0, cells);
			rejects.push(raggedReject(firstRow + row, texts, counts.own, names, astray));
			return false;
		}
		const faulty = faults && faults[row] < ready.length ? ready[faults[row]] : null;
		for (const { cell, place } of others) {
			if (faulty && faulty.place < place) break;
			const text = textOf[place];
			let value: number;
			let good: boolean;
			if (text !== null) {
				value = text.codeAt(batch, rowField[row] + cell.index);
				good = !(cell.needed && value === text.blank);
			} else {
				value = (cell.kind === 'number' ? number : date)(row, cell.index);
				good = value >= cell.min && value <= cell.max;
				if (!good && !cell.needed) good = value !== value && isBlankCell(batch, rowField[row] + cell.index);
			}
			if (!good) {
				reject(row, cell, text === null ? value : noText);
				return false;
			}
			raw[cell.slot][scored] = value;
		}
		if (faulty) {
			reject(row, faulty.cell, faulty.values[row]);
			return false;
		}
		if (times.length > 0 && times.every(({ slot }) => Number.isNaN(raw[slot][scored]))) {
			rejects.push(cellReject(firstRow + row, times[0], NaN, '', decimal, names, astray));
			return false;
		}
		return true;
	};
	const takeLabel = (row: number, { index, header }: { readonly index: number; readonly header: string }): void => {
		const value = number(row, index);
		if (value === 0 || value === 1) label[row] = value;
		else {
			const text = cellText(batch, rowField[row] + index);
			if (text.trim() !== '') rejects.push(labelReject(firstRow + row, header, text, names, astray));
		}
	};

	const anyRowMayFail = others.length > 0 || faults !== null || !hasWholeRows(batch, counts);
	for (let row = 0; row < rows; row++) {
		if (anyRowMayFail && !takeRow(row)) continue;
		if (columns.label) takeLabel(row, columns.label);
		entry[scored++] = row;
	}
	const done = entry.slice(0, scored);
	putNumbers(ready, done, rows, raw);
	for (const { slot, kind } of columns.absent) raw[slot].fill(kind === 'text' ? (room.texts[slot]?.blank ?? NaN) : NaN, 0, scored);

	const side = (column: SideNumber): Float64Array => {
		const values = new Float64Array(rows).fill(NaN);
		if (column === null) return values;
		for (let i = 0; i < scored; i++) {
			const row = done[i];
			if (column.from === 'feature') values[row] = raw[column.slot][i];
			else values[row] = (column.kind === 'number' ? number : date)(row, column.index);
		}
		return values;
	};
	return {
		rows,
		scored,
		entry: done,
		raw: raw.map((values) => values.subarray(0, scored)),
		label,
		amount: side(columns.amount),
		timestamp: side(columns.timestamp),
		keys: Object.fromEntries(columns.keys.map(({ name }, k) => [name, room.keys[k].of(batch)])),
		rejects
	};
}

/** Whether every row has as many cells of its own as the header. */
function hasWholeRows(batch: RecordBatch, counts: ColumnCounts): boolean {
	for (let row = 0; row < batch.rows; row++) if (ownCells(batch, row, counts) !== counts.own) return false;
	return true;
}
