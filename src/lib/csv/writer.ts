import { CsvScanner } from '../kernels/csv-scan';
import { ByteSink } from './byte-sink';
import { safeCell, scoreText } from './score-text';
import { SCORED_HEADERS, scoredColumns } from './scored-columns';
import { MAX_BATCH_BYTES, MAX_RECORD_BYTES } from './tokenizer';
import type { OpenTable, RecordBatch } from './types';

/** What is appended to one row. */
export interface ScoredCells {
	/** In [0, 1]; NaN leaves the cell blank. */
	probability: number;
	/** '' for a rejected row. */
	decision: string;
	/** Why the row was rejected, else ''. */
	error: string;
}

const QUOTE = 0x22;
const encoder = new TextEncoder();

/**
 * Writes a scored file: the table's own bytes (as UTF-8) with `fraud_probability`, `decision` and `error` appended to
 * every record, or put in the place of those of an earlier scoring. Nothing else changes: not quotes, spaces, decimal
 * commas, line endings, blank lines nor a missing last line ending. A short record is padded with delimiters, so that
 * the new cells stand under their headers; a long one gets them after its last cell. Only a quote that the end of the
 * file left open is closed, because the new cells would else be inside it.
 */
export class ScoredWriter {
	private readonly sink = new ByteSink(1 << 20);
	private readonly cells: ScoredCells = { probability: NaN, decision: '', error: '' };
	private readonly delimiter: number;
	/** Columns of the file's own. */
	private readonly width: number;
	/** Cells at the end of a record that an earlier scoring left there. */
	private readonly stale: number;

	constructor(private readonly table: OpenTable) {
		this.delimiter = table.dialect.delimiter.charCodeAt(0);
		this.stale = scoredColumns(table.headers).length;
		this.width = table.headers.length - this.stale;
	}

	/** The first bytes of the file: byte order mark if the source had one, `sep=` line, header, blank lines around it. */
	header(): Uint8Array<ArrayBuffer> {
		const { headerBytes, headerStart } = this.table;
		const bytes = headerBytes.subarray(headerStart);
		const scanner = new CsvScanner(this.delimiter);
		scanner.restart();
		scanner.scan(bytes, bytes.length, true, {
			maxRows: 1,
			maxBatchBytes: MAX_BATCH_BYTES,
			maxRecordBytes: MAX_RECORD_BYTES
		});
		if (this.table.byteOrderMark) this.sink.copy(Uint8Array.of(0xef, 0xbb, 0xbf), 0, 3);
		this.sink.copy(headerBytes, 0, headerStart);
		this.record({ ...scanner, bytes, baseOffset: 0, rows: 1 }, 0, () => {
			this.sink.ascii(SCORED_HEADERS.join(this.table.dialect.delimiter));
		});
		return this.sink.take();
	}

	/**
	 * The records of a batch. `fill` is called once a row, in order, with cells that are blank at first and reused.
	 * The returned bytes are the caller's.
	 */
	rows(batch: RecordBatch, fill: (r: number, cells: ScoredCells) => void): Uint8Array<ArrayBuffer> {
		const { cells } = this;
		const append = (r: number): void => {
			cells.probability = NaN;
			cells.decision = '';
			cells.error = '';
			fill(r, cells);
			this.append(cells);
		};
		for (let r = 0; r < batch.rows; r++) this.record(batch, r, append);
		return this.sink.take();
	}

	/** Record `r` as it is, new cells, then its line ending and what blank lines follow. */
	private record(batch: RecordBatch, r: number, append: (r: number) => void): void {
		const { bytes, rowStart, rowEnd, rowField, quoted, fieldEnd } = batch;
		const { sink, delimiter } = this;
		const first = rowField[r] ?? 0;
		const fields = (rowField[r + 1] ?? 0) - first;
		const end = rowEnd[r] ?? 0;
		const kept = this.keptFields(fields);
		if (kept === fields) {
			sink.copy(bytes, r === 0 ? 0 : (rowStart[r] ?? 0), end);
			const lastField = first + fields - 1;
			if (quoted[lastField] !== 0 && fieldEnd[lastField] === end) sink.byte(QUOTE);
		} else if (kept > 0) sink.copy(bytes, r === 0 ? 0 : (rowStart[r] ?? 0), this.fieldLimit(batch, first + kept));
		for (let i = Math.max(kept, 1); i < this.width; i++) sink.byte(delimiter);
		if (this.width > 0) sink.byte(delimiter);
		append(r);
		sink.copy(bytes, end, rowStart[r + 1] ?? 0);
	}

	/** How many cells of a record are the user's own. */
	private keptFields(fields: number): number {
		if (this.stale === 0) return fields;
		return fields > this.width + this.stale ? fields - this.stale : Math.min(fields, this.width);
	}

	/** Where the delimiter before field `f` stands. */
	private fieldLimit(batch: RecordBatch, f: number): number {
		const start = batch.fieldStart[f] ?? 0;
		return start - (batch.quoted[f] === 0 ? 1 : 2);
	}

	private append({ probability, decision, error }: ScoredCells): void {
		const { sink, delimiter } = this;
		const { dialect } = this.table;
		const text = scoreText(probability, dialect.decimal);
		sink.ascii(text.includes(dialect.delimiter) ? `"${text}"` : text);
		sink.byte(delimiter);
		sink.ascii(decision);
		sink.byte(delimiter);
		if (error === '') return;
		const bytes = encoder.encode(safeCell(error, dialect.delimiter));
		sink.copy(bytes, 0, bytes.length);
	}
}
