import type { CardNames } from '../../core/privacy/card-names';
import type { KeyColumn } from '../../core/run/key-column';
import type { Reject } from '../../core/run/types';
import { cellText, rowCells } from '../../csv/cells';
import { decimalByte } from '../../csv/number';
import type { TextInterner } from '../../csv/text-interner';
import type { RecordBatch } from '../../csv/types';
import type { RunColumns, SideNumber } from './columns';
import type { KeyCells } from './key-cells';
import { ownCells } from './own-cells';
import { readFeature, readOne } from './read-feature';
import { cellReject, labelReject, raggedReject } from './rejects';
import { RowFaults } from './row-faults';

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

/**
 * Reads the needed cells of a batch, column by column: numbers that came with it, other cells straight from its bytes. No
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
	const { rows } = batch;
	const { raw } = room;
	const mark = decimalByte(decimal);
	const faults = new RowFaults(rows);
	markRagged(batch, columns, faults);
	columns.features.forEach((cell, place) => {
		const text = cell.kind === 'text' ? room.texts[cell.slot] : null;
		readFeature(batch, { cell, place, to: raw[cell.slot], text, decimal: mark, faults });
	});
	markTimeless(columns, raw, rows, faults);
	const entry = faults.goodRows();
	const scored = entry.length;
	if (scored < rows) for (const { slot } of columns.features) gather(raw[slot], entry);
	for (const { slot, kind } of columns.absent) raw[slot].fill(kind === 'text' ? (room.texts[slot]?.blank ?? NaN) : NaN, 0, scored);
	const label = new Uint8Array(rows).fill(255);
	const badLabels = columns.label ? readLabels(batch, columns.label.index, mark, entry, label) : [];
	const side = (column: SideNumber): Float64Array => sideNumbers(batch, column, raw, entry, mark);
	return {
		rows,
		scored,
		entry,
		raw: raw.map((values) => values.subarray(0, scored)),
		label,
		amount: side(columns.amount),
		timestamp: side(columns.timestamp),
		keys: Object.fromEntries(columns.keys.map(({ name }, k) => [name, room.keys[k].of(batch)])),
		rejects: faults.any || badLabels.length > 0 ? rejectsOf(batch, columns, { firstRow, decimal, names: room.names, faults, badLabels }) : []
	};
}

/** `[rows]`: NaN for rows that are not scored. @param raw of those that are */
function sideNumbers(batch: RecordBatch, column: SideNumber, raw: ParseRoom['raw'], entry: Uint32Array, decimal: number): Float64Array {
	const values = new Float64Array(batch.rows).fill(NaN);
	if (column?.from === 'feature') {
		const scored = raw[column.slot];
		for (let i = 0; i < entry.length; i++) values[entry[i]] = scored[i];
	} else if (column) {
		for (let i = 0; i < entry.length; i++) values[entry[i]] = readOne(batch, entry[i], column.index, column.kind, decimal);
	}
	return values;
}

/** Rows with another number of cells of their own than the header has. */
function markRagged(batch: RecordBatch, { counts }: RunColumns, faults: RowFaults): void {
	for (let row = 0; row < batch.rows; row++) if (ownCells(batch, row, counts) !== counts.own) faults.mark(row, RowFaults.wholeRow);
}

/** Rows without any of the times of which they need one. */
function markTimeless({ features, times }: RunColumns, raw: ParseRoom['raw'], rows: number, faults: RowFaults): void {
	if (times.length === 0) return;
	for (let row = 0; row < rows; row++) {
		if (times.every(({ slot }) => Number.isNaN(raw[slot][row]))) faults.mark(row, features.length);
	}
}

/** Moves the values of some rows, ascending, to the front. */
function gather(values: Float64Array, rows: Uint32Array): void {
	for (let i = 0; i < rows.length; i++) values[i] = values[rows[i]];
}

/** Puts labels where they are 0 or 1; returns the rows, ascending, with something else than a blank there. */
function readLabels(batch: RecordBatch, index: number, decimal: number, entry: Uint32Array, label: Uint8Array): number[] {
	const bad: number[] = [];
	for (let i = 0; i < entry.length; i++) {
		const row = entry[i];
		const value = readOne(batch, row, index, 'number', decimal);
		if (value === 0 || value === 1) label[row] = value;
		else if (cellText(batch, batch.rowField[row] + index).trim() !== '') bad.push(row);
	}
	return bad;
}

interface Found {
	readonly firstRow: number;
	readonly decimal: '.' | ',';
	readonly names: CardNames;
	readonly faults: RowFaults;
	readonly badLabels: readonly number[];
}

/** What is said of the rows with faults and of bad labels, in the rows' order. */
function rejectsOf(batch: RecordBatch, columns: RunColumns, { firstRow, decimal, names, faults, badLabels }: Found): Reject[] {
	const { counts, features, times, label } = columns;
	const astray = columns.sensitive.size > 0;
	const rejects: Reject[] = [];
	let nextBad = 0;
	for (let row = 0; row < batch.rows; row++) {
		if (label && badLabels[nextBad] === row) {
			nextBad++;
			const text = cellText(batch, batch.rowField[row] + label.index);
			rejects.push(labelReject(firstRow + row, label.header, text, names, astray));
			continue;
		}
		const place = faults.placeOf(row);
		if (place === null) continue;
		if (place === RowFaults.wholeRow) {
			const texts = rowCells(batch, row).slice(0, ownCells(batch, row, counts));
			rejects.push(raggedReject(firstRow + row, texts, counts.own, names, astray));
		} else if (place === features.length) rejects.push(cellReject(firstRow + row, times[0], NaN, '', decimal, names, astray));
		else {
			const cell = features[place];
			const value = cell.kind === 'text' ? NaN : readOne(batch, row, cell.index, cell.kind, decimalByte(decimal));
			const text = cellText(batch, batch.rowField[row] + cell.index);
			rejects.push(cellReject(firstRow + row, cell, value, text, decimal, names, astray));
		}
	}
	return rejects;
}
