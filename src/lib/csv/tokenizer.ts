import { ShrikeError } from '../core/errors';
import { CsvScanner, type ScanLimits } from '../kernels/csv-scan';
import type { RecordBatch } from './types';

/** The longest record, line ending excluded: 1 MiB. */
export const MAX_RECORD_BYTES = 1 << 20;
/** A batch holds fewer rows than asked for rather than more bytes than this. */
export const MAX_BATCH_BYTES = 4 << 20;

/**
 * Turns byte chunks into batches of records. What a batch holds does not depend on where the chunks end: it is full
 * (`maxRows`) unless the next record would take it past {@link MAX_BATCH_BYTES} or the file ends. Memory is bounded by
 * a batch, a record and a chunk.
 */
export class Tokenizer {
	private readonly scanner: CsvScanner;
	private buffer: Uint8Array = new Uint8Array(1 << 18);
	private begin = 0;
	private end = 0;
	private final = false;

	/**
	 * `offset`: decoded byte offset of the first byte that `chunks` gives. `nextRow`: number of the first record for
	 * messages, the header being 0; null when it is not known.
	 */
	constructor(
		private readonly chunks: AsyncIterator<Uint8Array>,
		delimiter: string,
		private offset = 0,
		private nextRow: number | null = 0
	) {
		this.scanner = new CsvScanner(delimiter.charCodeAt(0));
	}

	/** Decoded byte offset at which the next batch begins. */
	get nextOffset(): number {
		return this.offset;
	}

	/** True when everything was given out. */
	get ended(): boolean {
		return this.final && this.begin === this.end;
	}

	/**
	 * The next records, or null at the end of the file. The batch and its arrays are valid until the next call. Rows
	 * before a record that is too long are given out first; then `file.row-too-long` is thrown.
	 */
	async next(maxRows: number): Promise<RecordBatch | null> {
		const { scanner } = this;
		const limits: ScanLimits = { maxRows, maxBatchBytes: MAX_BATCH_BYTES, maxRecordBytes: MAX_RECORD_BYTES };
		scanner.restart();
		for (;;) {
			const live = this.end - this.begin;
			const stop = scanner.scan(this.buffer.subarray(this.begin, this.end), live, this.final, limits);
			if (stop === 'too-long') this.refuse();
			if (stop === 'full') break;
			// At least as much again as the unfinished record, so that scanning it anew stays linear in its length.
			await this.refill(Math.max(1, live - scanner.position));
		}
		const { rows } = scanner;
		if (rows === 0) {
			this.offset += this.end - this.begin;
			this.begin = this.end;
			return null;
		}
		const length = scanner.rowStart[rows] ?? 0;
		const batch: RecordBatch = {
			bytes: this.buffer.subarray(this.begin, this.begin + length),
			baseOffset: this.offset,
			rows,
			rowStart: scanner.rowStart,
			rowEnd: scanner.rowEnd,
			rowField: scanner.rowField,
			fieldStart: scanner.fieldStart,
			fieldEnd: scanner.fieldEnd,
			quoted: scanner.quoted
		};
		this.begin += length;
		this.offset += length;
		if (this.nextRow !== null) this.nextRow += rows;
		return batch;
	}

	/** Drops bytes up to a decoded offset that is not before {@link nextOffset}. `row`: the number of the record there, if known. */
	async skipTo(offset: number, row: number | null = null): Promise<void> {
		if (offset > this.offset) this.nextRow = row;
		while (this.offset < offset) {
			if (this.begin === this.end) {
				if (this.final) return;
				await this.refill(1);
			}
			const step = Math.min(offset - this.offset, this.end - this.begin);
			this.begin += step;
			this.offset += step;
		}
	}

	private async refill(atLeast: number): Promise<void> {
		for (let added = 0; added < atLeast; ) {
			const { value, done } = await this.chunks.next();
			if (done) {
				this.final = true;
				return;
			}
			this.append(value);
			added += value.length;
		}
	}

	private append(chunk: Uint8Array): void {
		const live = this.end - this.begin;
		if (this.end + chunk.length > this.buffer.length) {
			const needed = live + chunk.length;
			const target = needed > this.buffer.length ? new Uint8Array(Math.max(needed, this.buffer.length * 2)) : this.buffer;
			target.set(this.buffer.subarray(this.begin, this.end));
			this.buffer = target;
			this.begin = 0;
			this.end = live;
		}
		this.buffer.set(chunk, this.end);
		this.end += chunk.length;
	}

	private refuse(): never {
		const row = this.nextRow;
		const offset = this.offset + this.scanner.position;
		const name = row === null ? 'The row' : row === 0 ? 'The header' : `Row ${row}`;
		throw new ShrikeError(
			'file.row-too-long',
			`${name} that begins at byte ${offset} is longer than 1 MiB. ` +
				'Usually a closing quote is missing there, or the file has no line breaks: mend it and try again.',
			{ row, offset }
		);
	}
}
