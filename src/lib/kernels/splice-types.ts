/** Records as a scanner found them, and the cells that go behind the last one of each. */
export interface SplicePlan {
	/** Views of the scanner's own arrays; of `bytes`, the last record with its line ending is the end. */
	readonly bytes: Uint8Array;
	readonly rows: number;
	readonly rowEnd: Uint32Array;
	readonly rowField: Uint32Array;
	readonly fieldEnd: Uint32Array;
	readonly quoted: Uint8Array;
	/** `[rows]`: in [0, 1], NaN for a blank cell. */
	readonly score: Float64Array;
	/** `[rows]`: index into `texts`, 255 for a blank cell. */
	readonly decision: Uint8Array;
	/** Of at most eight bytes each. */
	readonly texts: readonly Uint8Array[];
	/** Bytes. */
	readonly delimiter: number;
	readonly decimal: number;
	/** Columns of the file, at least 1; shorter records are filled up. */
	readonly width: number;
	/** What a row takes at most beside its own bytes. */
	readonly extra: number;
	/** Rows whose cells `put` writes. */
	readonly special: Iterable<number>;
	/** Writes the cells of a row at `out[at]` and returns where they end; asked for scores of unusual size too. */
	readonly put: (out: Uint8Array, at: number, row: number) => number;
	/** Gives memory for the result, of any content and at least so many bytes. */
	readonly room: (bytes: number) => Uint8Array<ArrayBuffer>;
}

/** Writes records with more cells, where the scanner that found them keeps them. */
export interface RecordSplicer {
	/** Makes room for the cells of a batch of so many rows. Like `RecordScanner.room`, it may move the scanner's arrays. */
	reserve(rows: number): void;
	/** All bytes of the plan with the cells, as an array of its own; null where the records are elsewhere, or one of them is too long. */
	splice(plan: SplicePlan): Uint8Array<ArrayBuffer> | null;
}
