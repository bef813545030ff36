import type { RecordBatch } from './types';

// `ignoreBOM` keeps a U+FEFF that is part of a cell; bytes that are not UTF-8 show as U+FFFD and stay in the bytes.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of `bytes[start … end - 1]` as they are in the file. */
export function decoded({ bytes }: RecordBatch, start: number, end: number): string {
	return decoder.decode(bytes.subarray(start, end));
}

/** The text of field `f`: outer quotes excluded, doubled quotes undone. */
export function cellText(batch: RecordBatch, f: number): string {
	const start = batch.fieldStart[f] ?? 0;
	const end = batch.fieldEnd[f] ?? 0;
	if (start === end) return '';
	const text = decoded(batch, start, end);
	return batch.quoted[f] === 2 ? text.replaceAll('""', '"') : text;
}

/** The texts of record `r`, as many as it has. */
export function rowCells(batch: RecordBatch, r: number): string[] {
	const { fieldStart, fieldEnd, quoted } = batch;
	const first = batch.rowField[r] ?? 0;
	const end = batch.rowField[r + 1] ?? 0;
	const cells: string[] = [];
	if (end === first) return cells;
	const from = fieldStart[first] ?? 0;
	const to = fieldEnd[end - 1] ?? 0;
	// One decoding a record instead of one a cell, where every byte became one UTF-16 unit.
	const whole = decoded(batch, from, to);
	const alike = whole.length === to - from;
	for (let f = first; f < end; f++) {
		cells.push(alike && quoted[f] !== 2 ? whole.slice((fieldStart[f] ?? 0) - from, (fieldEnd[f] ?? 0) - from) : cellText(batch, f));
	}
	return cells;
}

/** Whether field `f` holds nothing but spaces and tabs. */
export function isBlankCell({ bytes, fieldStart, fieldEnd }: RecordBatch, f: number): boolean {
	for (let i = fieldStart[f]; i < fieldEnd[f]; i++) if (bytes[i] !== 0x20 && bytes[i] !== 0x09) return false;
	return true;
}
