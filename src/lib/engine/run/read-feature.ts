import { isBlankCell } from '../../csv/cells';
import { parseDateBytes } from '../../csv/date';
import { parseNumberBytes } from '../../csv/number';
import type { TextInterner } from '../../csv/text-interner';
import type { RecordBatch } from '../../csv/types';
import type { FeatureCell } from './columns';
import type { RowFaults } from './row-faults';

/** A feature column on its way out of a batch. */
export interface FeatureReading {
	readonly cell: FeatureCell;
	/** Its place among the features of the file, from the left. */
	readonly place: number;
	/** `[rows]`, or longer: entry r gets the value of row r. */
	readonly to: Float64Array;
	/** How its texts are numbered; null for numbers and dates. */
	readonly text: TextInterner | null;
	/** The byte of the file's decimal mark. */
	readonly decimal: number;
	readonly faults: RowFaults;
}

/**
 * Reads one feature of all rows: texts as their numbers, dates as seconds since 1970. A row whose cell is blank where that is
 * not allowed, or gives nothing within the bounds, gets a fault. A loop for each kind of column: one that asked for the kind
 * cell by cell would be compiled anew with every kind that it meets.
 */
export function readFeature(batch: RecordBatch, reading: FeatureReading): void {
	const { cell, text } = reading;
	const numbers = batch.numbers?.[cell.index];
	if (text !== null) readTexts(batch, reading, text);
	else if (cell.kind === 'date') readDates(batch, reading);
	else if (numbers) takeNumbers(batch, reading, numbers);
	else readNumbers(batch, reading);
}

/** One number or date by its cell's bytes; NaN where it is none. */
export function readOne(batch: RecordBatch, row: number, index: number, kind: 'number' | 'date', decimal: number): number {
	const numbers = kind === 'number' ? batch.numbers?.[index] : null;
	if (numbers) return numbers[row];
	const field = batch.rowField[row] + index;
	const [from, to] = [batch.fieldStart[field], batch.fieldEnd[field]];
	return kind === 'date' ? parseDateBytes(batch.bytes, from, to) : parseNumberBytes(batch.bytes, from, to, decimal);
}

/** In a row left of this column there is a fault already: its texts are not to be numbered, its fields may be another row's. */
function readTexts(batch: RecordBatch, { cell, place, to, faults }: FeatureReading, text: TextInterner): void {
	const { rows, rowField } = batch;
	const { index, needed } = cell;
	for (let row = 0; row < rows; row++) {
		if (faults.isBefore(row, place)) continue;
		const code = text.codeAt(batch, rowField[row] + index);
		to[row] = code;
		if (needed && code === text.blank) faults.mark(row, place);
	}
}

function readDates(batch: RecordBatch, { cell, place, to, faults }: FeatureReading): void {
	const { rows, bytes, rowField, fieldStart, fieldEnd } = batch;
	const { index, min, max } = cell;
	for (let row = 0; row < rows; row++) {
		if (faults.isBefore(row, place)) continue;
		const field = rowField[row] + index;
		const value = parseDateBytes(bytes, fieldStart[field], fieldEnd[field]);
		to[row] = value;
		if (!(value >= min && value <= max) && !isLeftOut(batch, cell, row, value)) faults.mark(row, place);
	}
}

function readNumbers(batch: RecordBatch, { cell, place, to, decimal, faults }: FeatureReading): void {
	const { rows, bytes, rowField, fieldStart, fieldEnd } = batch;
	const { index, min, max } = cell;
	for (let row = 0; row < rows; row++) {
		if (faults.isBefore(row, place)) continue;
		const field = rowField[row] + index;
		const value = parseNumberBytes(bytes, fieldStart[field], fieldEnd[field], decimal);
		to[row] = value;
		if (!(value >= min && value <= max) && !isLeftOut(batch, cell, row, value)) faults.mark(row, place);
	}
}

/** Numbers that came with the batch. */
function takeNumbers(batch: RecordBatch, { cell, place, to, faults }: FeatureReading, numbers: Float64Array): void {
	const { rows } = batch;
	const { min, max } = cell;
	to.set(numbers.subarray(0, rows));
	for (let row = 0; row < rows; row++) {
		const value = numbers[row];
		if (value >= min && value <= max) continue;
		if (!isLeftOut(batch, cell, row, value)) faults.mark(row, place);
	}
}

function isLeftOut(batch: RecordBatch, { needed, index }: FeatureCell, row: number, value: number): boolean {
	return !needed && Number.isNaN(value) && isBlankCell(batch, batch.rowField[row] + index);
}
