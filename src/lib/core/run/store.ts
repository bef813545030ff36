import type { KeyedHash } from '../privacy/keyed-hash';
import type { BatchMetrics, PredictionLog, ProfileCounts, RunRecord, ScoredBlock } from './types';

/**
 * The log as the engine sees it. `storage` implements it over IndexedDB and in memory. Every promise resolves only when
 * what was given is durable; a full disk rejects with `storage.full` and leaves what was stored before intact.
 */
export interface RunStore {
	/** `indexeddb` survives a restart, `memory` does not (and the page says so). */
	readonly kind: 'indexeddb' | 'memory';
	createRun(run: RunRecord): Promise<void>;
	/** Replaces fields of a stored run. Rejects with `storage.not-found`. */
	updateRun(id: string, change: Partial<RunRecord>): Promise<void>;
	getRun(id: string): Promise<RunRecord | undefined>;
	/**
	 * Stores blocks with their features, in their order, in one transaction: all of them or none. What a transaction costs
	 * beside its bytes is then paid once for several. Storing the same index again replaces that block, so that one whose
	 * acknowledgement was lost can be sent twice.
	 */
	appendBlocks(runId: string, blocks: readonly ScoredBlock[], options?: AppendOptions): Promise<void>;
	/** Marks a run done and writes its `batch_metrics` row in the same transaction. */
	finishRun(id: string, change: Partial<RunRecord>, metrics: BatchMetrics): Promise<void>;
	/** Blocks in order, without their features (`features: null`). */
	blocks(runId: string): AsyncIterable<ScoredBlock>;
	/** One block with its features, or undefined. */
	block(runId: string, index: number): Promise<ScoredBlock | undefined>;
	/** The newest run on the same file with the same pack that did not finish, if any. */
	findResumable(fingerprint: string, packSha256: string): Promise<RunRecord | undefined>;
	logPrediction(prediction: PredictionLog): Promise<void>;
	/** Keeps a run's profiles as they are after a block, in place of earlier ones; they go when the run is deleted. */
	saveProfiles(runId: string, profiles: SavedProfiles): Promise<void>;
	/** Forgets them, for a run whose last ones found no room: what is older must not be taken for its end. */
	dropProfiles(runId: string): Promise<void>;
	/** The profiles of a run as saved last, or undefined. */
	profiles(runId: string): Promise<SavedProfiles | undefined>;
	/** Finished runs of a pack whose profiles are kept, newest first. */
	runsWithProfiles(packSha256: string): Promise<RunRecord[]>;
	/** Names keys by this installation's own secret, drawn at its first use; it never leaves the log. */
	keyedHash(): Promise<KeyedHash>;
}

export interface AppendOptions {
	/** Once it is aborted, a store may give up, with none of the blocks stored, and rejects with `engine.cancelled` then. */
	readonly signal?: AbortSignal | undefined;
}

/** Profiles of a run that goes on, or of a finished one for a later run to begin with. */
export interface SavedProfiles {
	/** Index of the last block whose rows are in them; -1 for those that the run began with. */
	readonly afterBlock: number;
	/** See `PipelineSession.save`. */
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Sums so far that belong to them. */
	readonly counts: ProfileCounts;
}
