import type { BackendName, Certificate } from '../core/backend';
import type { Failure } from '../core/errors';
import type { KnownLevels } from '../core/features/known-levels';
import type { Schema } from '../core/schema/schema';
import type { Decision, Policy } from '../core/policy/policy';
import type { Interval } from '../core/metrics/interval';
import type { EvaluationCurves } from '../core/metrics/curves';
import type { EvaluationFigures } from '../core/metrics/figure-names';
import type { ThresholdTable } from '../core/metrics/threshold-table';
import type { ColumnMapping, Dialect, FileIdentity, Reject, RunRecord } from '../core/run/types';

/** Where a pack's bytes come from: `manifest.json` is asked for first, then the files that it names. */
export interface PackSource {
	/** Shown in messages. */
	readonly label: string;
	/** Expected SHA-256 of the manifest; null to accept any (a pack the user brings). */
	readonly sha256: string | null;
	readonly location:
		| { readonly kind: 'url'; readonly base: string }
		| { readonly kind: 'files'; readonly files: { readonly [name: string]: Uint8Array<ArrayBuffer> } };
}

/** What a batch is read from. Texts and samples become Blobs before they get here; a typed address is fetched into one. */
export interface FileSource {
	readonly name: string;
	readonly blob: Blob;
}

/** One candidate backend, and why it was or was not chosen, in words. */
export interface BackendReport {
	readonly backend: BackendName;
	readonly verdict: 'chosen' | 'slower' | 'unavailable' | 'failed' | 'software' | 'not-pinned' | 'excluded';
	readonly explanation: string;
	readonly certificate: Certificate | null;
	/** Measured on this pack with a warm backend; null where it was not timed. */
	readonly rowsPerSecond: number | null;
}

export interface EngineStatus {
	readonly pack: {
		readonly name: string;
		readonly title: string;
		readonly version: string;
		readonly sha256: string;
		readonly schema: Schema;
		readonly featureNames: readonly string[];
		/** Columns whose earlier rows the model knows, such as the card; empty for a model that looks at each row alone. */
		readonly profileKeys: readonly string[];
		/** Texts that the model knows of its text columns, for those with few. */
		readonly levels: KnownLevels;
		readonly policy: Policy;
		readonly prior: number | null;
		readonly card: string | null;
	};
	readonly backend: BackendName;
	readonly certificate: Certificate;
	readonly reports: readonly BackendReport[];
}

export interface LoadOptions {
	/** Use this one or fail, whatever is faster. */
	readonly pin?: BackendName | null;
	/** Never use these (they crashed before). */
	readonly exclude?: readonly BackendName[];
	/**
	 * Whether the workers that score files score some invented rows soon after, if nothing else is asked for, so that the
	 * first file finds their code compiled. Up to two and a half seconds of work, of which nothing is kept. False by default.
	 */
	readonly rehearse?: boolean;
	readonly signal?: AbortSignal;
}

/** A transaction typed or pasted by a person. */
export type SingleInput =
	/**
	 * Raw feature values by schema column name: a number, or the text of a text or date column. `historyRun`: the run whose
	 * profiles the transaction is scored against (it leaves no mark in them); empty ones otherwise.
	 */
	| {
			readonly kind: 'raw';
			readonly values: { readonly [column: string]: number | string };
			readonly trueClass: 0 | 1 | null;
			readonly historyRun?: string | null;
	  }
	/** Already standardised features in pipeline order, as users of the older system have them. */
	| { readonly kind: 'standardised'; readonly values: readonly number[]; readonly trueClass: 0 | 1 | null };

export interface SingleScore {
	readonly id: string;
	readonly probability: number;
	readonly margin: number;
	readonly decision: Decision;
	readonly threshold: number;
	readonly backend: BackendName;
	/** Of the backend that computed it. */
	readonly certificateId: string;
	/** Title of the pack that it was scored with. */
	readonly packTitle: string;
	/** Request to score in the engine; the same figure is logged. Writing the log comes on top. */
	readonly latencyMs: number;
	/** Values outside the range seen in training, in words; the score stands. */
	readonly warnings: readonly string[];
	/** Standardised features, clipped, in pipeline order. */
	readonly standardised: readonly number[];
}

/** How one schema column was found in the file. */
export interface ColumnMatch {
	readonly column: string;
	readonly index: number | null;
	readonly how: 'exact' | 'normalised' | 'alias' | 'chosen' | 'missing';
	/** For a missing one: the file's header that comes closest, if any is near. */
	readonly suggestion: string | null;
}

export interface Preview {
	readonly file: FileIdentity;
	readonly dialect: Dialect;
	readonly headers: readonly string[];
	/** The first data rows as text. */
	readonly rows: readonly (readonly string[])[];
	readonly matches: readonly ColumnMatch[];
	/** Headers that scoring ignores (they stay in the download). */
	readonly ignored: readonly string[];
	/** Columns of an earlier scoring that a download will replace. */
	readonly replaced: readonly string[];
	readonly hasLabels: boolean;
	/** Everything that keeps the file from being scored as it is; empty when one click starts. */
	readonly problems: readonly Failure[];
	/** An unfinished run on this very file and pack, which goes on when scored. */
	readonly resumable: RunRecord | null;
	/** Finished runs of this model whose profiles a new run can begin with, newest first; empty for a model without. */
	readonly histories: readonly RunRecord[];
}

export interface PreviewOptions {
	/** The user's corrections of what was detected. */
	readonly dialect?: Partial<Pick<Dialect, 'delimiter' | 'decimal' | 'encoding'>>;
	readonly mapping?: ColumnMapping;
	readonly signal?: AbortSignal;
}

export interface RunOptions {
	readonly dialect: Dialect;
	readonly mapping: ColumnMapping;
	readonly policy: Policy;
	/** Go on with this interrupted run instead of starting one. */
	readonly resume: string | null;
	/**
	 * What the profiles begin with, for a model that has them: those of an earlier run of the same model, or those after a
	 * history file, which is read through without being scored. Absent or null: empty ones.
	 */
	readonly history?: HistorySource | null;
	/** Whether the log keeps the raw feature values of rows; true unless the user said no. */
	readonly keepFeatures?: boolean;
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: RunProgress) => void;
}

/** See {@link RunOptions.history}. */
export type HistorySource =
	| { readonly kind: 'run'; readonly runId: string }
	| { readonly kind: 'file'; readonly source: FileSource };

export interface RunProgress {
	readonly runId: string;
	readonly rows: number;
	readonly rejected: number;
	readonly flagged: number;
	/** Source bytes read, and all of them (null when unknown). */
	readonly bytes: number;
	readonly totalBytes: number | null;
	readonly elapsedMs: number;
	readonly backend: BackendName;
	/**
	 * `history` while a history file, or rows before an interruption, are read for their profiles only. `keeping` when all rows
	 * are scored and the last of them are on their way into the log: the run can be analysed already.
	 */
	readonly phase?: 'history' | 'scoring' | 'keeping';
	/** Set once, when the run had to go on elsewhere. */
	readonly notice: string | null;
}

export interface ExportOptions {
	readonly gzip: boolean;
	/** Decisions in the file follow this policy, not the one the run began with. */
	readonly policy: Policy;
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: { readonly bytes: number; readonly totalBytes: number | null }) => void;
}

/** A run read back from the log, ready to be drawn; the same now and when it is opened again. */
export interface RunAnalysis {
	readonly run: RunRecord;
	/** Answers what any threshold would flag. */
	readonly table: ThresholdTable;
	/** Scores in the order of the table's margins, descending. */
	readonly scores: Float64Array<ArrayBuffer>;
	/** Counts of scores in 50 equal bins over [0, 1]. */
	readonly histogram: readonly number[];
	/** The rows of highest margin with their cells, highest first. */
	readonly top: readonly TopRow[];
	/** The first thousands of rejects; `run.counts.rejected` counts them all. */
	readonly rejects: readonly Reject[];
}

/** Threshold-free figures of a run's labelled rows. */
export interface RunFigures {
	readonly rocAuc: Interval;
	readonly averagePrecision: Interval;
}

/** Score and decision of every row of a run, in the file's order. */
export interface RunRowScores {
	/** Calibrated fraud probability, NaN for a row that was not scored; null where the run has more rows than asked for. */
	readonly scores: Float64Array<ArrayBuffer> | null;
	/** Index into `decisions` by the policy of the run, 255 for a row that was not scored; null where `scores` is. */
	readonly decisions: Uint8Array<ArrayBuffer> | null;
	/** The first thousands of rows that were not scored, each with its first fault. */
	readonly rejects: readonly Reject[];
}

/** How a labelled run is judged. */
export interface EvaluationRequest {
	/** Rows with `score >= threshold` count as flagged. */
	readonly threshold: number;
	/** What looking at one row costs, in the unit of the schema's amount column. */
	readonly reviewCost: number;
	/** Rows or cards that are looked at a day. */
	readonly alertsPerDay: number;
	/** How many transactions a normal row stands for, where the file holds only a sample of them; else 1. */
	readonly normalWeight: number;
	/** Whether a card found with a fraud is out of the days after it. */
	readonly removeDetected: boolean;
}

/** What a labelled run's scores are worth, every figure with its 95 % interval. */
export interface RunEvaluation {
	readonly run: RunRecord;
	readonly request: EvaluationRequest;
	/** Scored rows with a label. */
	readonly rows: number;
	readonly frauds: number;
	/** Days with such rows; null where the pack's schema names no time. */
	readonly days: number | null;
	/** Different cards (the schema's first entity column) among them; null where it names none. */
	readonly cards: number | null;
	readonly figures: EvaluationFigures;
	readonly curves: EvaluationCurves;
}

/** One of the run's highest rows. */
export interface TopRow {
	/** 1-based data row. */
	readonly row: number;
	readonly margin: number;
	readonly score: number;
	readonly label: 0 | 1 | null;
	readonly amount: number | null;
	/** The row's own cells, in the order of `run.headers`. */
	readonly cells: readonly string[];
}

/**
 * What scores. Implemented directly (Node, tests, inside the worker) and by a client whose work happens in a worker;
 * callers cannot tell which. Every call settles exactly once; an aborted one rejects at once with `engine.cancelled`.
 */
export interface ScoringEngine {
	/** Loads and verifies a pack, then probes, certifies and times backends and chooses one. */
	load(pack: PackSource, options?: LoadOptions): Promise<EngineStatus>;
	/** What is loaded and what it runs on by now, after backends died too; null before the first `load`. */
	status(): Promise<EngineStatus | null>;
	/** Scores and logs one transaction with the loaded pack. */
	scoreOne(input: SingleInput, policy: Policy): Promise<SingleScore>;
	/** Reads the head of a file and says how it would be scored. Never throws for bad content: see `problems`. */
	preview(source: FileSource, options?: PreviewOptions): Promise<Preview>;
	/** Scores a file; resolves when every score is in the log. */
	scoreFile(source: FileSource, options: RunOptions): Promise<RunRecord>;
	/**
	 * Reads a run back from the log, finished or not; of the run that was just scored, from its `keeping` on, what was made of
	 * it meanwhile is given once instead. Rejects with `storage.not-found`.
	 */
	analyse(runId: string): Promise<RunAnalysis>;
	/**
	 * Figures of a run with their intervals, which take as long as all the rest of its analysis; null where its file has not
	 * both labels. At once ready to be computed for the run that was analysed last. Rejects with `storage.not-found`.
	 */
	figures(runId: string): Promise<RunFigures | null>;
	/**
	 * Judges a run's scores by its file's labels. Rejects with `storage.not-found`, and `data.one-class` when the labelled
	 * rows are not of both classes.
	 */
	evaluate(runId: string, request: EvaluationRequest): Promise<RunEvaluation>;
	/**
	 * Reads from the log what each row of a run was scored, for runs of at most `mostRows` rows, and which rows were not.
	 * Rejects with `storage.not-found`.
	 */
	rowScores(runId: string, mostRows: number): Promise<RunRowScores>;
	/** The file's own bytes with `fraud_probability`, `decision` and `error` appended to every row. */
	exportScored(source: FileSource, runId: string, options: ExportOptions): Promise<Blob>;
	/**
	 * A file of generated transactions in the loaded pack's schema, drawn from its reference distributions; the same seed
	 * gives the same bytes. Rejects with `pack.unsupported-model` for a pack without reference distributions.
	 */
	sample(options: { readonly rows: number; readonly seed: number }): Promise<FileSource>;
	/** Frees what the engine holds. Open calls reject with `engine.cancelled`. */
	close(): Promise<void>;
}
