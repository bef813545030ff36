import type { RecordSplicer } from './splice-types';
import type { ScanLimits, ScanStop } from './csv-scan';

/** Which fields of a record are read as numbers while it is scanned. */
export interface NumberFields {
	/** Indices of fields within their record, each at most once. */
	readonly columns: readonly number[];
	/** The byte of the decimal mark. */
	readonly decimal: number;
}

/**
 * Finds records and fields as `CsvScanner` does, whatever it runs on, and reads numbers in the same pass.
 *
 * All arrays are the scanner's own. They may be others after any call of `scan`, `restart` or `room`: take them anew.
 */
export interface RecordScanner {
	readonly rows: number;
	/** `rows + 1` entries are valid once the scan is full; the last one is the end of the batch. */
	readonly rowStart: Uint32Array;
	readonly rowEnd: Uint32Array;
	readonly rowField: Uint32Array;
	readonly fieldStart: Uint32Array;
	readonly fieldEnd: Uint32Array;
	readonly quoted: Uint8Array;
	/** Where the next record or blank line begins; all before it belongs to complete records. */
	readonly position: number;
	/**
	 * One array a column of {@link NumberFields}, in its order; the first `rows` entries are valid: what `parseNumberBytes`
	 * gives for the field, NaN where the record is too short to have it.
	 */
	readonly numbers: readonly Float64Array[];
	/** Writes the records of the last batch with more cells; null where there is nothing faster than TypeScript. */
	readonly splicer: RecordSplicer | null;

	/** Forgets the records of the last batch. The next batch begins at `bytes[0]` of the next scan. */
	restart(): void;

	/**
	 * A place for at least `length` bytes of input, from which they are scanned without another copy; any part of it may be
	 * given to `scan`. It is the place given before, with all its bytes, unless that is too short: then only the first `kept`
	 * of them come along. After a scan it must be asked for again (`room(0)` will do), since memory may have moved.
	 */
	room(length: number, kept?: number): Uint8Array<ArrayBuffer>;

	/**
	 * Scans `bytes[0 … end - 1]` from where the last call stopped: the same bytes, maybe grown at the end, maybe in another
	 * place. `final`: nothing comes after `end`.
	 */
	scan(bytes: Uint8Array, end: number, final: boolean, limits: ScanLimits): ScanStop;
}
