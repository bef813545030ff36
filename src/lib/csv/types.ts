import type { Dialect } from '../core/run/types';
import type { RecordSplicer } from '../kernels/splice-types';

/** Bytes that can be read from the start; a Blob, a file on disk, standard input. */
export interface ByteSource {
	readonly name: string;
	/** Null when unknown (standard input). */
	readonly size: number | null;
	/**
	 * Opens the bytes from the start. Pull-based: nothing is read ahead of the consumer but one chunk. A file that was
	 * deleted or changed since it was chosen rejects with `file.changed`, another read fault with `file.unreadable`.
	 */
	open(signal?: AbortSignal): AsyncIterable<Uint8Array<ArrayBuffer>>;
	/** As `open`, from byte `offset` on; where the source can seek. */
	openAt?(offset: number, signal?: AbortSignal): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/**
 * A batch of whole records over one contiguous buffer, without an object per row or cell. Record r has the fields
 * `rowField[r] … rowField[r + 1] - 1`; field f is `bytes[fieldStart[f] … fieldEnd[f] - 1]`, outer quotes excluded,
 * doubled quotes not yet undone (`quoted[f]` is 2 where there are any, 1 where it was quoted, else 0). Record r as the
 * user wrote it, line ending and the blank lines after it included, is `bytes[rowStart[r] … rowStart[r + 1] - 1]`;
 * batches join without a gap, and bytes before `rowStart[0]` (rare) are blank lines that belong to no record.
 * The arrays are reused by the next batch: copy what must outlive it.
 */
export interface RecordBatch {
	readonly bytes: Uint8Array;
	/** Decoded byte offset (after gunzip and transcoding, byte order mark excluded) of `bytes[0]`. */
	readonly baseOffset: number;
	readonly rows: number;
	readonly rowStart: Uint32Array;
	/** End of record r without its line ending. */
	readonly rowEnd: Uint32Array;
	readonly rowField: Uint32Array;
	readonly fieldStart: Uint32Array;
	readonly fieldEnd: Uint32Array;
	readonly quoted: Uint8Array;
	/**
	 * By the file's column, where the reader was asked for its numbers: `[rows]` (longer arrays than that), what
	 * `parseNumberBytes` gives for the cell with the file's decimal mark, NaN where the record is too short to have it. Null
	 * for other columns; left out where none was asked for.
	 */
	readonly numbers?: readonly (Float64Array | null)[];
	/** Writes these records with more cells, where there is something faster than TypeScript for it. */
	readonly splicer?: RecordSplicer | null;
}

/** What is known of a table beside its records; it crosses from worker to worker as it is. */
export interface TableFacts {
	readonly dialect: Dialect;
	readonly headers: readonly string[];
	/** Decoded bytes of the header record as the user wrote it, line ending included, and of a `sep=` line before it. */
	readonly headerBytes: Uint8Array;
	/** Where the header record begins in them: above 0 after a `sep=` line. */
	readonly headerStart: number;
	/** The line ending that the header used ('\n' for a header that ends the file); what appended rows use. */
	readonly newline: '\n' | '\r\n' | '\r';
	/** The file began with a byte order mark; a download begins with that of UTF-8 then. */
	readonly byteOrderMark: boolean;
}

/** A table that was opened: its dialect and header are known, its records can be pulled. */
export interface OpenTable extends TableFacts {
	/**
	 * Data records in file order, once. Every batch has `maxRows` rows but the last and those that 4 MiB of bytes fill
	 * before, wherever the source's chunks end. Blank lines are skipped by readers but stay in the bytes. Of the columns
	 * `numeric` the batches have `numbers`, which are read in the same pass over the bytes.
	 */
	batches(maxRows: number, numeric?: readonly number[]): AsyncIterable<RecordBatch>;
	/** Source bytes consumed so far, for progress; after a seek those before it count. */
	bytesRead(): number;
	/** Lets go of the source. Pulling all batches, or leaving their loop, does it too. */
	close(): Promise<void>;
}

export interface OpenOptions {
	/** The user's corrections of what would be detected. */
	readonly dialect?: Partial<Dialect>;
	/** Skip to this decoded byte offset, which must be the start of a record: resuming an interrupted run. */
	readonly startOffset?: number;
	readonly signal?: AbortSignal;
}
