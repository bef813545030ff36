import { createScanner } from '../kernels/csv-scan-create';
import type { RecordScanner } from '../kernels/csv-scan-types';
import type { Dialect } from '../core/run/types';
import { decimalByte } from './number';
import { MAX_RECORD_BYTES } from './tokenizer';
import type { RecordBatch } from './types';

/** Decoded byte offsets; the records that begin in `from … to - 1` belong to the segment. */
export interface Segment {
	readonly from: number;
	readonly to: number;
}

/** Bytes of a file that can be read anywhere; offsets count from after a byte order mark. */
export interface RangeSource {
	readonly size: number;
	/**
	 * Hands over bytes `from … to - 1` in pieces, in their order, each with how many came before it; a piece is valid until
	 * `take` returns. Throws `file.changed`, `file.unreadable`.
	 */
	read(from: number, to: number, take: (piece: Uint8Array, at: number) => void): Promise<void>;
}

/** Bytes after a segment that are read with it: its last record most often ends there. */
const overhang = 16 << 10;
const moreBytes = 256 << 10;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Cuts `from … to - 1` into segments of `bytes` each; the last one may be up to half as long again. */
export function segmentsOf(from: number, to: number, bytes: number): Segment[] {
	const count = Math.max(1, Math.round((to - from) / bytes));
	return Array.from({ length: count }, (_, k) => ({ from: from + k * bytes, to: k === count - 1 ? to : from + (k + 1) * bytes }));
}

/**
 * Reads the records of one segment after the other, each without those before it.
 *
 * Where the first record begins is known only to who read what is before it: a line end in the segment may stand within
 * quotes. So `open` takes that place, or takes the first line for it and tells where that is ({@link start}), to be compared
 * with where the segment before turned out to end ({@link end}). If both agree, the records are those that a reader of the
 * whole file finds, because from a record's beginning on it reads nothing else; if not, the segment is read again.
 */
export class SegmentReader {
	private readonly scanner: RecordScanner;
	private segment: Segment = { from: 0, to: 0 };
	private bytes: Uint8Array = new Uint8Array(0);
	/** Offset in the file of `bytes[0]`, how many there are, and where the next batch begins in them. */
	private base = 0;
	private length = 0;
	private cursor = 0;
	private first: number | null = null;
	private tooLong = false;

	/** @param numbers the file's columns that are read as numbers */
	constructor(
		private readonly source: RangeSource,
		{ delimiter, decimal }: Pick<Dialect, 'delimiter' | 'decimal'>,
		private readonly numbers: readonly number[]
	) {
		this.scanner = createScanner(delimiter.charCodeAt(0), { columns: numbers, decimal: decimalByte(decimal) });
	}

	/** @param start where the segment's first record begins; null to take its first line for that */
	async open(segment: Segment, start: number | null): Promise<void> {
		this.segment = segment;
		this.first = null;
		this.tooLong = false;
		// A line begins after the end of another: the byte before the segment tells.
		this.base = start ?? Math.max(0, segment.from - 1);
		this.length = 0;
		this.cursor = 0;
		await this.readTo(segment.to + overhang);
		if (start === null && segment.from > 0) await this.skipToLine();
	}

	/** Decoded offset of the first record that begins at or after the segment's beginning; null before the first batch. */
	get start(): number | null {
		return this.first;
	}

	/** Once there are no more batches: where the first record after the segment begins, or of one that is too long. */
	get end(): number {
		return this.base + this.cursor;
	}

	/** The record at {@link end} is longer than allowed. */
	get endsTooLong(): boolean {
		return this.tooLong;
	}

	/** The next records of the segment, or null when there are no more. The batch is valid until the next call. */
	async next(maxRows: number): Promise<RecordBatch | null> {
		const { scanner, segment } = this;
		if (this.first !== null && this.end >= segment.to) return null;
		const limits = { maxRows, maxBatchBytes: 2 ** 30, maxRecordBytes: MAX_RECORD_BYTES };
		scanner.restart();
		let live: Uint8Array;
		let to: number;
		for (;;) {
			live = this.bytes.subarray(this.cursor, this.length);
			to = segment.to - this.base - this.cursor;
			const final = this.base + this.length >= this.source.size;
			const stop = scanner.scan(live, live.length, final, limits);
			// The scanner's memory may have grown, which takes the views of it away.
			this.bytes = scanner.room(0);
			live = this.bytes.subarray(this.cursor, this.length);
			if (stop === 'full' || (scanner.rows > 0 && scanner.rowStart[scanner.rows - 1] >= to)) break;
			if (stop === 'too-long') {
				this.tooLong = true;
				break;
			}
			if (scanner.position >= to && scanner.position < live.length && beginsRecord(live[scanner.position])) {
				scanner.rowStart[scanner.rows] = scanner.position;
				break;
			}
			await this.readTo(this.base + this.length + moreBytes);
		}
		// Blank lines before a segment's first record belong to the segment before.
		if (this.first === null && !this.tooLong && scanner.rows > 0 && scanner.rowStart[0] > 0) {
			this.cursor += scanner.rowStart[0];
			this.first = this.base + this.cursor;
			return this.next(maxRows);
		}
		const { rows, next } = this.tooLong ? { rows: 0, next: scanner.position } : ownRows(scanner, to);
		const begin = this.cursor;
		scanner.splicer?.reserve(rows);
		this.bytes = scanner.room(0);
		this.first ??= this.base + begin + (rows > 0 ? scanner.rowStart[0] : next);
		this.cursor += next;
		if (rows === 0) return null;
		return {
			bytes: this.bytes.subarray(begin, begin + next),
			baseOffset: this.base + begin,
			rows,
			rowStart: scanner.rowStart,
			rowEnd: scanner.rowEnd,
			rowField: scanner.rowField,
			fieldStart: scanner.fieldStart,
			fieldEnd: scanner.fieldEnd,
			quoted: scanner.quoted,
			splicer: scanner.splicer,
			...(this.numbers.length > 0 && { numbers: this.numbersByColumn() })
		};
	}

	private numbersByColumn(): (Float64Array | null)[] {
		const columns: (Float64Array | null)[] = [];
		this.numbers.forEach((column, k) => (columns[column] = this.scanner.numbers[k]));
		return Array.from(columns, (numbers) => numbers ?? null);
	}

	/** Reads on to a decoded offset or the end of the file. */
	private async readTo(offset: number): Promise<void> {
		const from = this.base + this.length;
		const to = Math.max(from, Math.min(offset, this.source.size));
		const bytes = this.scanner.room(this.length + to - from, this.length);
		await this.source.read(from, to, (piece, at) => bytes.set(piece, this.length + at));
		this.bytes = bytes;
		this.length += to - from;
	}

	/** Moves to the first line that begins in the segment, or to the end of what was read. */
	private async skipToLine(): Promise<void> {
		let i = 0;
		while (i < this.length && this.bytes[i] !== LF && this.bytes[i] !== CR) i++;
		if (i + 1 >= this.length) await this.readTo(this.base + this.length + moreBytes);
		this.cursor = Math.min(this.length, this.bytes[i] === CR && this.bytes[i + 1] === LF ? i + 2 : i + 1);
	}
}

/** Rows that begin before `to`, and where the first after them begins. */
function ownRows({ rows, rowStart }: RecordScanner, to: number): { rows: number; next: number } {
	if (rows === 0 || rowStart[rows - 1] < to) return { rows, next: rowStart[rows] };
	let [low, high] = [0, rows - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (rowStart[middle] < to) low = middle + 1;
		else high = middle;
	}
	return { rows: low, next: rowStart[low] };
}

/** Whether a byte where a line may begin is that of a record: neither of a blank line nor of one with empty quotes. */
function beginsRecord(byte: number): boolean {
	return byte !== LF && byte !== CR && byte !== QUOTE;
}
