import type { BackendName, Certificate } from '../backend';
import type { ErrorCode, Failure } from '../errors';
import type { Decision, Policy } from '../policy/policy';
import type { KeyColumn } from './key-column';

/** Identifies a file's content without reading all of it; see `core/run/fingerprint`. */
export interface FileIdentity {
	readonly name: string;
	/** Bytes as the user has them (compressed where it is). Null for a stream of unknown length. */
	readonly size: number | null;
	/** SHA-256 (hex) over the size and sampled slices; null for a stream that cannot be read twice. */
	readonly fingerprint: string | null;
}

/** How the bytes of a table are to be read. */
export interface Dialect {
	readonly delimiter: ',' | ';' | '\t' | '|';
	readonly decimal: '.' | ',';
	readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
	readonly gzip: boolean;
}

/** For every column of the schema the index of the file's column it is read from, or null when the file has none. */
export type ColumnMapping = { readonly [schemaColumn: string]: number | null };

/** A cell or row that cannot be scored. The row is written out with its error; the run goes on. */
export interface Reject {
	/** 1-based data row: the first row under the header is 1. */
	readonly row: number;
	readonly code: ErrorCode;
	/** Header of the offending column, '' where the row as a whole is wrong. */
	readonly column: string;
	/** The offending text, cut to 100 characters. */
	readonly value: string;
	/** A sentence for a person. */
	readonly reason: string;
}

/** The cells of a row as the file has them, kept for the rows of highest margin. */
export interface KeptRow {
	/** 1-based data row. */
	readonly row: number;
	/** For `cellsOf` of `core/run/cells-text`. */
	readonly cells: string;
}

/**
 * Some thousand scored rows, column by column; entry i of every array is data row `firstRow + i`. This is what the log
 * stores and what every result is computed from, now and when the run is opened again.
 */
export interface ScoredBlock {
	readonly index: number;
	/** 1-based data row of entry 0. */
	readonly firstRow: number;
	readonly rows: number;
	/** Decoded byte offset at which the block after this one starts; where an interrupted run goes on. */
	readonly endOffset: number;
	/** Decoded byte offset of each row. */
	readonly offset: Float64Array;
	/** The combiner's logit; NaN for a rejected row. Rows rank by it. */
	readonly margin: Float32Array;
	/** Calibrated fraud probability; NaN for a rejected row. */
	readonly score: Float64Array;
	/** Index into `decisions` (approve 0, review 1, decline 2) by the policy of the run; 255 for a rejected row. */
	readonly decision: Uint8Array;
	/** 0, 1, or 255 where the file has no label for the row. */
	readonly label: Uint8Array;
	/** Money at stake; NaN where the schema has no amount column or the row is rejected. */
	readonly amount: Float64Array;
	/** The schema's timestamp column as a number; NaN where there is none or the row is rejected. */
	readonly timestamp: Float64Array;
	/** The schema's id and entity columns that the file has: text of each row; of card numbers a keyed hash and the last four digits. */
	readonly keys: { readonly [column: string]: KeyColumn };
	/**
	 * Raw features, `[feature columns × kept]`: that of column c of kept row k at `c * kept + k`. For a pack with texts, dates
	 * or profiles, whose features no raw value alone gives, the features before standardisation, `[features × kept]`. `rows`
	 * are entries of this block (0-based); null means all of them, in order.
	 */
	readonly features: { readonly rows: Uint32Array | null; readonly values: Float32Array } | null;
	/** Also holds `cell.bad-label`, whose row is scored all the same: a row is rejected when its decision is 255. */
	readonly rejects: readonly Reject[];
	/** Candidates for the run's top rows, with their cells. */
	readonly kept: readonly KeptRow[];
	/** Of the scored rows of this block, for a pack with profiles. */
	readonly profiles?: ProfileCounts;
	/** The backend that computed this block. */
	readonly backend: BackendName;
}

export type RunStatus = 'running' | 'done' | 'cancelled' | 'interrupted';

/** A change of backend in the middle of a run, with its reason in words. */
export interface BackendSwitch {
	readonly row: number;
	readonly from: BackendName;
	readonly to: BackendName;
	readonly reason: string;
}

/** What the user decided after a run by moving its threshold: what its downloads say since then. */
export interface Redecision {
	readonly policy: Policy;
	readonly flagged: number;
	/** In the unit of the schema's amount column. */
	readonly flaggedAmount: number;
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** Scored rows by what their profile was; see `SessionCounts` of `core/features/session`. */
export interface ProfileCounts {
	readonly withoutHistory: number;
	readonly late: number;
	readonly repeated: number;
}

/** What the profiles of a run began with. */
export interface RunHistory {
	/** An earlier run's profiles, or those after a history file that was read through without scoring. */
	readonly kind: 'run' | 'file';
	/** The file's name. */
	readonly label: string;
	/** Of the earlier run; null for a file. */
	readonly runId: string | null;
	/** Of a history file, to recognise it when the run goes on after an interruption. */
	readonly fingerprint: string | null;
}

/** Everything about one run but its rows. */
export interface RunRecord {
	readonly id: string;
	/** Milliseconds since 1970, from the caller's clock. */
	readonly startedAt: number;
	readonly finishedAt: number | null;
	readonly status: RunStatus;
	readonly file: FileIdentity;
	readonly dialect: Dialect;
	/** The file's header cells, in order; of a card number (a row without a header taken for one) the last four digits. */
	readonly headers: readonly string[];
	readonly mapping: ColumnMapping;
	readonly pack: { readonly name: string; readonly version: string; readonly sha256: string; readonly title: string };
	readonly certificates: readonly Certificate[];
	readonly backends: readonly BackendName[];
	readonly switches: readonly BackendSwitch[];
	/** The policy that the run was scored under. */
	readonly policy: Policy;
	/** Null or absent while the run's own policy stands. */
	readonly redecided?: Redecision | null;
	/** Null or absent when its profiles began empty, or the pack keeps none. */
	readonly history?: RunHistory | null;
	/** The schema's first entity column, by which daily figures group rows; null or absent where there is none. */
	readonly entity?: string | null;
	/** Seconds in a unit of the blocks' timestamps; 1 where absent. */
	readonly timeUnitSeconds?: number;
	/**
	 * Whether its rows hold full card numbers, as far as was seen: no copy of them is stored then. Absent in runs of releases
	 * that did not look.
	 */
	readonly cardNumbers?: boolean;
	readonly counts: RunCounts;
	/** Time spent scoring, in milliseconds; parts before an interruption included. */
	readonly elapsedMs: number;
	/** Why it did not finish, when it did not. */
	readonly failure: Failure | null;
}

export interface RunCounts {
	/** Data rows read: scored + rejected. */
	readonly rows: number;
	readonly scored: number;
	readonly rejected: number;
	/** Rows scored without their label, because it is neither 0 nor 1. */
	readonly badLabels?: number;
	readonly labelled: number;
	readonly frauds: number;
	/** By the policy of the run. */
	readonly flagged: number;
	/** In the unit of the schema's amount column. */
	readonly flaggedAmount: number;
	/** Source bytes read. */
	readonly bytes: number;
	/** For a pack with profiles. */
	readonly profiles?: ProfileCounts;
}

/** One single prediction as logged; `timestamp`, `latency`, `prediction`, `probability`, `true_class` are the older systems' names. */
export interface PredictionLog {
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly timestamp: number;
	/** Milliseconds from request to answer; null for a flagged row of a run, as earlier releases logged them. */
	readonly latency: number | null;
	/** 1 when flagged. */
	readonly prediction: 0 | 1;
	readonly probability: number;
	readonly true_class: 0 | 1 | null;
	readonly margin: number;
	readonly decision: Decision;
	readonly threshold: number;
	readonly backend: BackendName;
	readonly packSha256: string;
	readonly certificateId: string;
	/** The run and the 1-based data row of such a flagged row; null for a single prediction. */
	readonly runId: string | null;
	readonly row: number | null;
	/** Raw feature values in schema order, or features as in {@link ScoredBlock.features}; empty where they are not kept. */
	readonly features: readonly number[];
}

/** The older systems' table of that name, one row a finished run. Null where the file had no labels. */
export interface BatchMetrics {
	readonly runId: string;
	readonly timestamp: number;
	readonly num_samples: number;
	readonly avg_probability: number;
	readonly accuracy: number | null;
	readonly precision: number | null;
	readonly recall: number | null;
	readonly f1_score: number | null;
}
