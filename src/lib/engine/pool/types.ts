import type { BackendName, Certificate } from '../../core/backend';
import type { Policy } from '../../core/policy/policy';
import type { ProfileCounts } from '../../core/run/types';
import type { Segment } from '../../csv/segment-reader';
import type { TableFacts } from '../../csv/types';
import type { BlockPart, PartWishes } from '../run/block-part';
import type { RunColumns } from '../run/columns';
import type { PackSource } from '../types';

/** What every lane has to know of a run; it crosses to workers as it is. */
export interface SegmentJob {
	readonly name: string;
	readonly file: Blob;
	readonly table: TableFacts;
	readonly columns: RunColumns;
	readonly policy: Policy;
	/** Key of the names of card numbers; see `KeyedHash`. */
	readonly key: Uint8Array;
	/** What is computed where the run is, because only there the rows pass in order, or only there is the backend. */
	readonly asks: 'nothing' | 'features' | 'margins';
}

export interface SegmentTask {
	readonly segment: Segment;
	/** Decoded offset of its first record; null where that is not known yet, see `SegmentReader`. */
	readonly start: number | null;
	readonly wishes: PartWishes;
	/** Memory that its rows' text and features may be put into. */
	readonly spare: readonly ArrayBuffer[];
}

export interface SegmentOutcome {
	/** Decoded offset at which the segment's first record was found. */
	readonly start: number;
	/** Where the first record after the segment begins. */
	readonly end: number;
	readonly parts: readonly BlockPart[];
	/** The record at `end` is longer than allowed. */
	readonly endsTooLong: boolean;
}

/** Rows of a lane on their way through a session that sees all rows of the run. */
export interface FeatureRequest {
	/** Of the segment, as the lane found it. */
	readonly start: number;
	/** Where the segment ends, with its last rows; else null. */
	readonly end: number | null;
	readonly rows: number;
	/** `[columns][rows]` in schema order, texts as the lane's own codes. */
	readonly columns: readonly Float64Array<ArrayBuffer>[];
	readonly labels: Uint8Array<ArrayBuffer> | null;
	/** Texts that the lane met for the first time, a list a column, in the order of its codes; null where a column has none. */
	readonly texts: readonly (readonly string[] | null)[];
	/** Memory of the reply before, each buffer once, for replies to come. */
	readonly spare: readonly ArrayBuffer[];
}

export interface FeatureReply {
	/** Before standardisation, `[features][rows]`. */
	readonly kept: readonly Float64Array<ArrayBuffer>[];
	readonly profiles: ProfileCounts | undefined;
}

export interface MarginRequest {
	/** Standardised, `[rows × width]`. */
	readonly features: Float32Array<ArrayBuffer>;
	readonly rows: number;
}

export interface MarginReply {
	readonly margins: Float32Array<ArrayBuffer>;
	readonly certificate: Certificate;
}

/**
 * What a lane may ask of the run in the middle of a segment, as its job says. Features wait until those of all rows before
 * were asked for, and reject with `engine.misplaced` where the segment turned out to begin elsewhere.
 */
export interface LaneHost {
	features(request: FeatureRequest): Promise<FeatureReply>;
	margins(request: MarginRequest): Promise<MarginReply>;
}

/** Scores one segment at a time. */
export interface Lane {
	/** Rejects with `engine.cancelled` at once after an abort, with `engine.worker-crashed`, and with what reading and scoring reject with. */
	score(task: SegmentTask, host: LaneHost, signal: AbortSignal): Promise<SegmentOutcome>;
}

/** Workers that score segments of a file side by side. */
export interface SegmentPool {
	/** How many bytes of a file a lane is given at a time. */
	readonly segmentBytes: number;
	/** Gets the workers ready for a pack, on the backend that its engine chose. Rejects where that cannot be had there. */
	load(pack: PackSource, backend: BackendName): Promise<void>;
	/** Lanes for a run, none where the workers are not ready; those of the run before end. */
	open(job: SegmentJob): Promise<readonly Lane[]>;
	/** Ends workers that a long run has left with memory that they would keep; whoever opens lanes next gets new ones. */
	retire(): void;
	/** Ends the workers. */
	dispose(): void;
}
