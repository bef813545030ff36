import { decisions } from '../core/policy/policy';
import { CsvScanner } from '../kernels/csv-scan';
import { decimalByte } from './number';
import { putScore, scoreBytes } from './put-score';
import { safeCell, scoreText } from './score-text';
import { SCORED_HEADERS, scoredColumns } from './scored-columns';
import { MAX_BATCH_BYTES, MAX_RECORD_BYTES } from './tokenizer';
import type { RecordBatch, TableFacts } from './types';

/** What is appended to the rows of a batch: entry r of every array is its record r. */
export interface RowScores {
	/** In [0, 1]; NaN leaves the cell blank. */
	readonly score: Float64Array;
	/** Index into `decisions`; 255 leaves the cell blank. */
	readonly decision: Uint8Array;
	/** Texts of the error cells, by record; the others are blank. */
	readonly errors: ReadonlyMap<number, string>;
}

const QUOTE = 0x22;
const NO_DECISION = 255;
const encoder = new TextEncoder();
const decisionTexts = decisions.map((decision) => encoder.encode(decision));

/** What a row usually grows by, for the first guess at the room. */
const usualGrowth = 26;
/** More than a row of ours takes beside padding, the error's text and what is copied. */
const mostGrowth = scoreBytes + 2 + 3 + 1 + Math.max(...decisionTexts.map(({ length }) => length));
/** A shorter run of bytes costs less by hand than a view and a call. */
const shortRun = 24;

/**
 * Writes a scored file: the table's own bytes (as UTF-8) with `fraud_probability`, `decision` and `error` appended to
 * every record, or put in the place of those of an earlier scoring. Nothing else changes: not quotes, spaces, decimal
 * commas, line endings, blank lines nor a missing last line ending. A short record is padded with delimiters, so that
 * the new cells stand under their headers; a long one gets them after its last cell. Only a quote that the end of the
 * file left open is closed, because the new cells would else be inside it.
 */
export class ScoredWriter {
	private readonly delimiter: number;
	/** Columns of the file's own. */
	private readonly width: number;
	/** Cells at the end of a record that an earlier scoring left there. */
	private readonly stale: number;
	/** A score has the delimiter in it: files with decimal commas between commas. */
	private readonly quotesScores: boolean;

	/** @param room gives memory for the rows of a batch, of any content and at least so many bytes; they become the caller's with the rows */
	constructor(
		private readonly table: TableFacts,
		private readonly room: (bytes: number) => Uint8Array<ArrayBuffer> = (bytes) => new Uint8Array(bytes)
	) {
		const { delimiter, decimal } = table.dialect;
		this.delimiter = delimiter.charCodeAt(0);
		this.stale = scoredColumns(table.headers).length;
		this.width = table.headers.length - this.stale;
		this.quotesScores = delimiter === decimal;
	}

	/** The first bytes of the file: byte order mark if the source had one, `sep=` line, header, blank lines around it. */
	header(): Uint8Array<ArrayBuffer> {
		const { headerBytes, headerStart, byteOrderMark, dialect } = this.table;
		const bytes = headerBytes.subarray(headerStart);
		const scanner = new CsvScanner(this.delimiter);
		scanner.restart();
		scanner.scan(bytes, bytes.length, true, {
			maxRows: 1,
			maxBatchBytes: MAX_BATCH_BYTES,
			maxRecordBytes: MAX_RECORD_BYTES
		});
		const cells = encoder.encode(SCORED_HEADERS.join(dialect.delimiter));
		const record = this.records({ ...scanner, bytes, baseOffset: 0, rows: 1 }, cells.length, (out, at) => {
			out.set(cells, at);
			return at + cells.length;
		});
		const before = [...(byteOrderMark ? [0xef, 0xbb, 0xbf] : []), ...headerBytes.subarray(0, headerStart)];
		const header = new Uint8Array(before.length + record.length);
		header.set(before);
		header.set(record, before.length);
		return header;
	}

	/** The records of a batch with their cells. The returned bytes are the caller's. */
	rowsScored(batch: RecordBatch, { score, decision, errors }: RowScores): Uint8Array<ArrayBuffer> {
		const { delimiter, quotesScores } = this;
		const { decimal } = this.table.dialect;
		const errorCells = new Map<number, Uint8Array>();
		let longestError = 0;
		for (const [r, error] of errors) {
			const cell = encoder.encode(safeCell(error, this.table.dialect.delimiter));
			errorCells.set(r, cell);
			longestError = Math.max(longestError, cell.length);
		}
		const anyErrors = errorCells.size > 0;
		const put = (out: Uint8Array, from: number, r: number): number => {
			let at = quotesScores ? putQuoted(out, from, score[r], decimal) : putScore(out, from, score[r], decimal);
			out[at++] = delimiter;
			if (decision[r] !== NO_DECISION) {
				const text = decisionTexts[decision[r]];
				for (let i = 0; i < text.length; i++) out[at++] = text[i];
			}
			out[at++] = delimiter;
			const error = anyErrors ? errorCells.get(r) : undefined;
			if (error === undefined) return at;
			out.set(error, at);
			return at + error.length;
		};
		const cellBytes = mostGrowth + longestError;
		const spliced = this.isPlain
			? batch.splicer?.splice({
					...batch,
					...{ score, decision, texts: decisionTexts, delimiter, decimal: decimalByte(decimal), width: this.width },
					...{ extra: this.width + 2 + cellBytes, special: errorCells.keys(), put, room: this.room }
				})
			: null;
		return spliced ?? this.records(batch, cellBytes, put);
	}

	/** New cells stand behind all others, without quotes around a score. */
	private get isPlain(): boolean {
		return this.stale === 0 && this.width > 0 && !this.quotesScores && this.delimiter < 0x80;
	}

	/**
	 * Every record as it is, new cells, then its line ending and what blank lines follow. What stands between the cells of
	 * two records is copied in one run.
	 *
	 * @param cellBytes what new cells take at most
	 * @param put writes the new cells of record r and returns where they end
	 */
	private records(batch: RecordBatch, cellBytes: number, put: (out: Uint8Array, at: number, r: number) => number): Uint8Array<ArrayBuffer> {
		const { bytes, rows, rowStart, rowEnd, rowField, quoted, fieldEnd } = batch;
		const { delimiter, width, stale } = this;
		const extra = width + 2 + cellBytes;
		let out = this.room(rowStart[rows] + rows * usualGrowth + extra);
		let at = 0;
		let from = 0;
		for (let r = 0; r < rows; r++) {
			const first = rowField[r];
			const fields = rowField[r + 1] - first;
			const end = rowEnd[r];
			const kept = stale === 0 ? fields : this.keptFields(fields);
			const limit = kept === fields ? end : kept > 0 ? fieldLimit(batch, first + kept) : rowStart[r];
			if (at + limit - from + extra > out.length) out = grown(out, at + limit - from + extra, r / rows);
			at = copyRun(out, at, bytes, from, limit);
			const last = first + fields - 1;
			if (quoted[last] !== 0 && fieldEnd[last] === limit) out[at++] = QUOTE;
			for (let i = Math.max(kept, 1); i < width; i++) out[at++] = delimiter;
			if (width > 0) out[at++] = delimiter;
			at = put(out, at, r);
			from = end;
		}
		const rest = rowStart[rows] - from;
		if (at + rest > out.length) out = grown(out, at + rest, 1);
		at = copyRun(out, at, bytes, from, rowStart[rows]);
		return out.subarray(0, at);
	}

	/** How many cells of a record are the user's own. */
	private keptFields(fields: number): number {
		return fields > this.width + this.stale ? fields - this.stale : Math.min(fields, this.width);
	}
}

/** Where the delimiter before field `f` stands. */
function fieldLimit(batch: RecordBatch, f: number): number {
	return batch.fieldStart[f] - (batch.quoted[f] === 0 ? 1 : 2);
}

/** Copies `bytes[from … to - 1]` to `out[at]`; returns where it ends. */
function copyRun(out: Uint8Array, at: number, bytes: Uint8Array, from: number, to: number): number {
	if (to - from < shortRun) for (let i = from, into = at; i < to; i++, into++) out[into] = bytes[i];
	else out.set(bytes.subarray(from, to), at);
	return at + to - from;
}

/** @param share of the records that are written, for a guess at what the others take */
function grown(out: Uint8Array<ArrayBuffer>, needed: number, share: number): Uint8Array<ArrayBuffer> {
	const bigger = new Uint8Array(Math.max(needed, Math.ceil(Math.min(out.length * 2, needed / Math.max(share, 0.01)) * 1.05)));
	bigger.set(out);
	return bigger;
}

/** A score whose decimal mark is the file's delimiter. */
function putQuoted(out: Uint8Array, at: number, probability: number, decimal: '.' | ','): number {
	if (!scoreText(probability, decimal).includes(decimal)) return putScore(out, at, probability, decimal);
	out[at] = QUOTE;
	const end = putScore(out, at + 1, probability, decimal);
	out[end] = QUOTE;
	return end + 1;
}
