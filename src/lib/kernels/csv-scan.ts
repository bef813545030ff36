const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const FORM_FEED = 0x0c;

/** Why a scan stopped: the batch is full, more bytes are needed, or the next record is longer than allowed. */
export type ScanStop = 'full' | 'starved' | 'too-long';

/** Limits of one batch. */
export interface ScanLimits {
	readonly maxRows: number;
	/** A batch of more than one record never spans more bytes than this. */
	readonly maxBatchBytes: number;
	/** A longer record, line ending excluded, stops the scan with `too-long`. */
	readonly maxRecordBytes: number;
}

/**
 * Grows a list of numbers that the scanner fills. Kept as plain typed arrays, because one object per row or cell would
 * cost more than the scan.
 */
function grown(array: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
	if (needed <= array.length) return array;
	const bigger = new Uint32Array(Math.max(needed, array.length * 2));
	bigger.set(array);
	return bigger;
}

/**
 * Finds records and fields in bytes of CSV. Positions are relative to `bytes[0]`, which must be where the batch begins.
 * The state survives between calls, so that a scan that starved goes on when the same bytes have grown at the end.
 *
 * A field is quoted only if its very first byte is a quote. Inside, a doubled quote is one quote; a quote followed by
 * optional blanks and a delimiter, a line end or the end of the file closes the field; any other quote is text. Lines
 * without a byte, and lines that hold nothing but an empty quoted field, are blank and make no record.
 */
export class CsvScanner {
	rows = 0;
	/** `rows + 1` entries are valid once the scan is full; the last one is the end of the batch. */
	rowStart = new Uint32Array(1024);
	rowEnd = new Uint32Array(1024);
	rowField = new Uint32Array(1024);
	fieldStart = new Uint32Array(16384);
	fieldEnd = new Uint32Array(16384);
	quoted = new Uint8Array(16384);
	/** Where the next record or blank line begins; all before it belongs to complete records. */
	position = 0;

	/** 1 for the bytes that end an unquoted cell. */
	private readonly ends = new Uint8Array(256);

	constructor(private readonly delimiter: number) {
		for (const byte of [delimiter, LF, CR]) this.ends[byte] = 1;
	}

	/** Forgets the records of the last batch. The next batch begins at `bytes[0]` of the next scan. */
	restart(): void {
		this.rows = 0;
		this.position = 0;
		this.rowField[0] = 0;
	}

	/** Scans `bytes[0 … end - 1]` from where the last call stopped. `final`: nothing comes after `end`. */
	scan(bytes: Uint8Array, end: number, final: boolean, limits: ScanLimits): ScanStop {
		for (;;) {
			const start = this.skipBlankLines(bytes, end, final);
			this.position = start < 0 ? ~start : start;
			if (start < 0) return this.starved(end, limits);
			this.ensureRow(this.rows + 2);
			this.rowStart[this.rows] = start;
			if (start === end || this.rows === limits.maxRows) return 'full';
			const next = this.record(bytes, start, end, final);
			if (next < 0) return this.starved(end, limits);
			const recordEnd = this.rowEnd[this.rows] ?? 0;
			if (this.rows > 0 && recordEnd > limits.maxBatchBytes) return 'full';
			if (recordEnd - start > limits.maxRecordBytes) return this.rows > 0 ? 'full' : 'too-long';
			this.rows++;
			this.position = next;
		}
	}

	/** What to do about bytes that end within a record or within blank lines. */
	private starved(end: number, { maxBatchBytes, maxRecordBytes }: ScanLimits): ScanStop {
		const start = this.position;
		// Blank lines without end count as a record: memory stays bounded.
		const before = this.rows > 0 ? (this.rowEnd[this.rows - 1] ?? 0) : 0;
		const tooLong = Math.max(start - before, end - start) > maxRecordBytes;
		if (this.rows === 0) return tooLong ? 'too-long' : 'starved';
		this.rowStart[this.rows] = start;
		return tooLong || (start < end && end > maxBatchBytes) ? 'full' : 'starved';
	}

	/** Start of the next record, or `end` of a final scan; the complement (`~`) of the place to go on from when it takes more bytes to tell. */
	private skipBlankLines(bytes: Uint8Array, end: number, final: boolean): number {
		let i = this.position;
		for (; i < end; i++) {
			const b = bytes[i];
			if (b === LF || b === CR) continue;
			if (b !== QUOTE || (i + 1 < end && bytes[i + 1] !== QUOTE)) return i;
			let j = i + 2;
			while (j < end && isBlank(bytes[j]) && bytes[j] !== this.delimiter) j++;
			if (j >= end) return final ? end : ~i;
			if (bytes[j] !== LF && bytes[j] !== CR) return i;
			i = j;
		}
		return final ? end : ~i;
	}

	/** Scans the record at `start`. Returns where the next line begins, or -1 when it needs more bytes. */
	private record(bytes: Uint8Array, start: number, end: number, final: boolean): number {
		const { delimiter, ends } = this;
		const above = Math.max(delimiter, CR);
		let { fieldStart, fieldEnd, quoted } = this;
		let field = this.rowField[this.rows] ?? 0;
		let i = start;
		for (;;) {
			if (field === fieldStart.length) {
				this.growFields();
				({ fieldStart, fieldEnd, quoted } = this);
			}
			let b = 0;
			if (i < end && bytes[i] === QUOTE) {
				fieldStart[field] = i + 1;
				const after = this.quotedField(bytes, i + 1, end, final, field);
				if (after < 0) return -1;
				i = after;
				b = i < end ? (bytes[i] ?? 0) : 0;
			} else {
				fieldStart[field] = i;
				quoted[field] = 0;
				for (; i < end; i++) {
					b = bytes[i] ?? 0;
					// Most bytes of a number are above all that end a cell: the comparison saves the look-up.
					if (b <= above && ends[b] !== 0) break;
				}
				fieldEnd[field] = i;
			}
			field++;
			if (i >= end) {
				if (!final) return -1;
				break;
			}
			if (b !== delimiter) break;
			i++;
		}
		this.rowEnd[this.rows] = i;
		this.rowField[this.rows + 1] = field;
		if (i >= end) return end;
		return bytes[i] === CR && i + 1 < end && bytes[i + 1] === LF ? i + 2 : i + 1;
	}

	/** Scans the rest of a quoted field. Returns the place of the delimiter or line end after it, or -1. */
	private quotedField(bytes: Uint8Array, from: number, end: number, final: boolean, field: number): number {
		const delimiter = this.delimiter;
		let flag = 1;
		let i = from;
		for (;;) {
			while (i < end && bytes[i] !== QUOTE) i++;
			if (i >= end) {
				if (!final) return -1;
				// Never closed: the rest of the file is its text.
				this.fieldEnd[field] = end;
				this.quoted[field] = flag;
				return end;
			}
			if (i + 1 < end && bytes[i + 1] === QUOTE) {
				flag = 2;
				i += 2;
				continue;
			}
			let after = i + 1;
			while (after < end && bytes[after] !== delimiter && isBlank(bytes[after])) after++;
			if (after >= end && !final) return -1;
			const b = bytes[after];
			if (after >= end || b === delimiter || b === LF || b === CR) {
				this.fieldEnd[field] = i;
				this.quoted[field] = flag;
				return after;
			}
			i++;
		}
	}

	private ensureRow(needed: number): void {
		this.rowStart = grown(this.rowStart, needed);
		this.rowEnd = grown(this.rowEnd, needed);
		this.rowField = grown(this.rowField, needed);
	}

	private growFields(): void {
		const needed = this.fieldStart.length + 1;
		this.fieldStart = grown(this.fieldStart, needed);
		this.fieldEnd = grown(this.fieldEnd, needed);
		const flags = new Uint8Array(this.fieldStart.length);
		flags.set(this.quoted);
		this.quoted = flags;
	}
}

function isBlank(b: number | undefined): boolean {
	return b === SPACE || b === TAB || b === FORM_FEED;
}
