import type { z } from '../core/zod';
import type { RunStore } from '../core/run/store';
import type { Schema } from '../core/schema/schema';
import type { BatchMetrics, PredictionLog, RunRecord } from '../core/run/types';

/** What the browser grants this origin, in bytes. */
export interface StorageUsage {
	readonly usedBytes: number;
	readonly quotaBytes: number;
	/** True when the browser promised not to evict it under pressure. */
	readonly persisted: boolean;
}

/** A pack that the user brought. Its bytes are kept as they came and verified again whenever they are loaded. */
export interface InstalledPack {
	/** SHA-256 of the manifest, the pack's address; installing it again replaces it. */
	readonly sha256: string;
	readonly name: string;
	readonly title: string;
	readonly version: string;
	/** By which its files are recognised; absent for one installed by an older release. */
	readonly schema?: Schema;
	/** Milliseconds since 1970. */
	readonly installedAt: number;
	readonly files: { readonly [name: string]: Uint8Array<ArrayBuffer> };
}
export type PackSummary = Omit<InstalledPack, 'files'> & { readonly bytes: number };

/**
 * The log as pages see it: history, undo, space, installed packs and settings. What is deleted disappears from every
 * list at once and can be brought back until `purgeDeleted` removes it. Unknown ids reject with `storage.not-found`,
 * runs that some tab is working on with `storage.in-use`.
 */
export interface RunLog {
	/**
	 * Runs, newest first, at most `limit`. `before` is the last one of the page before; runs that started at the same
	 * millisecond are told apart by their id, so that paging neither repeats nor skips any.
	 */
	listRuns(limit: number, before?: Pick<RunRecord, 'startedAt' | 'id'>): Promise<RunRecord[]>;
	/** Single predictions, newest first; paged like runs. */
	listPredictions(limit: number, before?: Pick<PredictionLog, 'timestamp' | 'id'>): Promise<PredictionLog[]>;
	getPrediction(id: string): Promise<PredictionLog | undefined>;
	metricsOf(runId: string): Promise<BatchMetrics | undefined>;
	/**
	 * Calls back after runs or predictions changed, here or in another tab or worker; changes that come fast are told
	 * together. Returns the function that ends it.
	 */
	watch(callback: () => void): () => void;

	deleteRun(id: string): Promise<void>;
	undoDelete(id: string): Promise<void>;
	deletePrediction(id: string): Promise<void>;
	undoDeletePrediction(id: string): Promise<void>;
	/**
	 * Removes for good what was deleted at least `olderThanMs` before `now`, and all scored files that nobody is writing;
	 * returns how many runs and predictions.
	 */
	purgeDeleted(olderThanMs: number, now: number): Promise<number>;
	/**
	 * For start-up: every run that says `running` while nobody works on it was cut off by a closed or killed tab, and
	 * becomes `interrupted`, finished at `now`. Returns them.
	 */
	markInterrupted(now: number): Promise<RunRecord[]>;
	/** Ids of runs that some tab or worker is working on right now. */
	runningIds(): Promise<Set<string>>;

	/** Estimated bytes that a run takes: its blocks, features and profiles. 0 for an unknown run. */
	bytesOfRun(id: string): Promise<number>;
	/** Null where the browser does not say. */
	usage(): Promise<StorageUsage | null>;
	/** Asks the browser not to evict the log; false when it refuses or cannot. */
	requestPersistence(): Promise<boolean>;

	putPack(pack: InstalledPack): Promise<void>;
	/** Newest first. */
	listPacks(): Promise<PackSummary[]>;
	getPack(sha256: string): Promise<InstalledPack | undefined>;
	removePack(sha256: string): Promise<void>;

	/** The stored value, or undefined when there is none or the schema refuses it (it was written by another version). */
	getSetting<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined>;
	setSetting<T>(key: string, schema: z.ZodType<T>, value: T): Promise<void>;

	/** Removes everything: runs, predictions, installed packs, settings. Rejects with `storage.in-use` while a run is going on. */
	wipe(): Promise<void>;

	/** Ends connections and gives up the runs held here. */
	close(): Promise<void>;
}

/** What `openStore` returns: the engine's and the pages' view of one log. */
export type LogStore = RunStore & RunLog;
