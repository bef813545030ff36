import { ShrikeError } from '../core/errors';
import type { ScanLimits } from '../kernels/csv-scan';
import { createScanner } from '../kernels/csv-scan-create';
import { TwoPassScanner } from '../kernels/csv-scan-numbers';
import type { RecordScanner } from '../kernels/csv-scan-types';
import { decimalByte } from './number';
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
	/** The bytes are in its room. A header is read before another scanner is worth making. */
	private scanner: RecordScanner;
	private columns: readonly number[] = [];
	private begin = 0;
	private end = 0;
	private final = false;

	/**
	 * `offset`: decoded byte offset of the first byte that `chunks` gives. `nextRow`: number of the first record for
	 * messages, the header being 0; null when it is not known.
	 */
	constructor(
		private readonly chunks: AsyncIterator<Uint8Array>,
		private readonly delimiter: string,
		private offset = 0,
		private nextRow: number | null = 0
	) {
		this.scanner = new TwoPassScanner(delimiter.charCodeAt(0), { columns: [], decimal: decimalByte('.') });
		this.scanner.room(1 << 18);
	}

	/** From the next batch on, reads the numbers of these columns in the pass that finds the records, by the fastest scanner. */
	readNumbers(columns: readonly number[], decimal: '.' | ','): void {
		const live = this.scanner.room(0).subarray(this.begin, this.end);
		this.columns = [...new Set(columns)];
		this.scanner = createScanner(this.delimiter.charCodeAt(0), { columns: this.columns, decimal: decimalByte(decimal) });
		this.scanner.room(Math.max(1 << 18, live.length)).set(live);
		this.begin = 0;
		this.end = live.length;
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
			const stop = scanner.scan(scanner.room(0).subarray(this.begin, this.end), live, this.final, limits);
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
			bytes: scanner.room(0).subarray(this.begin, this.begin + length),
			baseOffset: this.offset,
			rows,
			rowStart: scanner.rowStart,
			rowEnd: scanner.rowEnd,
			rowField: scanner.rowField,
			fieldStart: scanner.fieldStart,
			fieldEnd: scanner.fieldEnd,
			quoted: scanner.quoted,
			...(this.columns.length > 0 && { numbers: this.numbers() })
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

	private numbers(): (Float64Array | null)[] {
		const byColumn = new Array<Float64Array | null>(Math.max(...this.columns) + 1).fill(null);
		this.columns.forEach((column, k) => {
			byColumn[column] = this.scanner.numbers[k];
		});
		return byColumn;
	}

	private append(chunk: Uint8Array): void {
		const live = this.end - this.begin;
		let place = this.scanner.room(0);
		if (this.end + chunk.length > place.length) {
			place.copyWithin(0, this.begin, this.end);
			place = this.scanner.room(live + chunk.length, live);
			this.begin = 0;
			this.end = live;
		}
		place.set(chunk, this.end);
		this.end += chunk.length;
	}

	private refuse(): never {
		throw tooLongRecord(this.offset + this.scanner.position, this.nextRow);
	}
}

/** @param row number of the record, the header being 0; null when it is not known */
export function tooLongRecord(offset: number, row: number | null): ShrikeError {
	const name = row === null ? 'The row' : row === 0 ? 'The header' : `Row ${row}`;
	return new ShrikeError(
		'file.row-too-long',
		`${name} that begins at byte ${offset} is longer than 1 MiB. ` +
			'Usually a closing quote is missing there, or the file has no line breaks: mend it and try again.',
		{ row, offset }
	);
}
