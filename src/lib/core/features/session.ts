import type { KeyedHash } from '../privacy/keyed-hash';
import type { Pieces } from './state/pieces';
import type { TextDictionary } from './text-dictionary';

/** Rows as a pipeline takes them, in the order of their file. */
export interface RawRows {
	readonly rows: number;
	/**
	 * One array a raw column, in schema order, at least `rows` long. Numbers as they are; dates in seconds since 1970;
	 * texts as codes of the session's dictionaries. NaN where an optional column is missing.
	 */
	readonly columns: readonly Float64Array[];
	/** `[rows]`: 0, 1, or 255 for unknown; null where there are none. Only `risk` steps look at them, after their delay. */
	readonly labels: Uint8Array | null;
}

/** What happened to the rows of a session, from its beginning. */
export interface SessionCounts {
	/** Rows whose first key (that of the pipeline's first profile step) had no earlier row. 0 without profiles. */
	readonly withoutHistory: number;
	/** Rows earlier than their key's newest: taken as of that time. */
	readonly late: number;
	/** Rows that repeat their key's previous one in every raw column: scored, but not added to profiles again. */
	readonly repeated: number;
}

/**
 * A pipeline at work: rows go through it once, in order, and leave their mark in the profiles. Blocks of any size give
 * bit-equal features.
 */
export interface PipelineSession {
	/** Texts of every raw column (null where it is none), in schema order. Append-only. */
	readonly dictionaries: readonly (TextDictionary | null)[];
	readonly counts: SessionCounts;
	/**
	 * What members consume: features standardised, clipped to the scaler's bounds, rounded to float32. NaN stays NaN.
	 *
	 * @param out `[rows × width]`, row-major
	 */
	transform(raw: RawRows, out: Float32Array): void;
	/** Features before standardisation, `[features][rows]` in pipeline order; arrays may share memory with `raw`. */
	unscaled(raw: RawRows): Float64Array[];
	/**
	 * Takes back columns that `unscaled` made and nobody looks at any more, for blocks to come: making new ones takes time.
	 * Columns of `raw` among them stay with their owner.
	 */
	giveBack(features: readonly Float64Array[]): void;
	/** Memory for columns to come, which is the session's from then on: what it made and gave to another thread may come back so. */
	lend(buffers: readonly ArrayBuffer[]): void;
	/** The profiles as bytes, keys as keyed hashes; null for a pipeline without profiles. */
	save(hash: KeyedHash): Uint8Array<ArrayBuffer> | null;
	/** The same piece by piece. No row may pass the session until it is done or given up. */
	saving(hash: KeyedHash): Pieces<Uint8Array<ArrayBuffer> | null>;
}

/** Where a session begins. */
export interface SessionStart {
	/** Profiles saved by a session of a pipeline with the same profile steps; absent for empty ones. */
	readonly state?: { readonly bytes: Uint8Array; readonly hash: KeyedHash };
}
