import Dexie from 'dexie';
import type { z } from '../core/zod';
import type { ShrikeError } from '../core/errors';
import type { ScoredFiles } from '../core/run/scored-files';
import type { BatchMetrics, PredictionLog, RunRecord } from '../core/run/types';
import { Connection } from './connection';
import type { StoredPrediction } from './database';
import type { FeatureFiles } from './feature-files';
import { DexieRunStore, removeRun } from './dexie-run-store';
import { notFound } from './failures';
import { summarise } from './lists';
import type { InstalledPack, LogStore, PackSummary, StorageUsage } from './log';
import { afterInterruption, bytesOf } from './progress';
import { persistenceGranted, storageUsage } from './quota';
import { availableLocks, inUse, type RunLocks } from './run-lock';

const databaseName = 'shrike';

export interface DexieStoreOptions {
	/** Name of the database; `shrike` unless a test wants its own. */
	readonly name?: string;
	readonly locks?: RunLocks;
	readonly now?: () => number;
	/** Files that go with their runs, and before anything else when the disk is full. */
	readonly scoredFiles?: ScoredFiles;
	/** Where raw features of runs go; into the database without it. */
	readonly featureFiles?: FeatureFiles;
	/** A newer version of Shrike in another tab has upgraded the log: this store is closed for good. */
	readonly onSuperseded?: (failure: ShrikeError) => void;
}

/**
 * The log in IndexedDB. Pages and workers open one each on the same database; they see each other's writes, and the
 * browser's locks keep one from touching a run that another is working on.
 */
export class DexieStore extends DexieRunStore implements LogStore {
	/** Rejects with `storage.unavailable` or `storage.blocked`. */
	static async open(options: DexieStoreOptions = {}): Promise<DexieStore> {
		const name = options.name ?? databaseName;
		const { scoredFiles, onSuperseded = () => undefined } = options;
		const connection = new Connection(name, onSuperseded, async () => (await scoredFiles?.clear()) ?? false);
		await connection.open();
		const locks = options.locks ?? (await availableLocks(name));
		return new DexieStore(connection, locks, options.now ?? Date.now, scoredFiles, options.featureFiles);
	}

	private constructor(
		connection: Connection,
		locks: RunLocks,
		now: () => number,
		private readonly scoredFiles: ScoredFiles | undefined,
		featureFiles: FeatureFiles | undefined
	) {
		super(connection, locks, now, featureFiles);
	}

	async listRuns(limit: number, before?: Pick<RunRecord, 'startedAt' | 'id'>): Promise<RunRecord[]> {
		const end = before ? [0, before.startedAt, before.id] : [0, Dexie.maxKey];
		const stored = await this.connection.use((db) =>
			db.runs
				.where('[deletedAt+run.startedAt+run.id]')
				.between([0, Dexie.minKey], end, true, false)
				.reverse()
				.limit(limit)
				.toArray()
		);
		return stored.map(({ run }) => run);
	}

	async listPredictions(limit: number, before?: Pick<PredictionLog, 'timestamp' | 'id'>): Promise<PredictionLog[]> {
		const end = before ? ['single', 0, before.timestamp, before.id] : ['single', 0, Dexie.maxKey];
		const stored = await this.connection.use((db) =>
			db.logs
				.where('[scope+deletedAt+timestamp+id]')
				.between(['single', 0, Dexie.minKey], end, true, false)
				.reverse()
				.limit(limit)
				.toArray()
		);
		return stored.map(toPrediction);
	}

	async getPrediction(id: string): Promise<PredictionLog | undefined> {
		const stored = await this.connection.use((db) => db.logs.get(id));
		return stored?.scope === 'single' && stored.deletedAt === 0 ? toPrediction(stored) : undefined;
	}

	metricsOf(runId: string): Promise<BatchMetrics | undefined> {
		return this.connection.use((db) => db.batch_metrics.get(runId));
	}

	watch(callback: () => void): () => void {
		return this.connection.watch(['runs', 'logs'], callback);
	}

	async deleteRun(id: string): Promise<void> {
		const stored = await this.connection.use((db) => db.runs.get(id));
		if (!stored) throw notFound(id);
		if ((await this.runningAmong([stored])).has(id)) throw inUse(id);
		await this.change(id, (current) => ({ ...current, deletedAt: this.now() }));
		// not waited for: another realm may hold the file for a while, and nothing depends on it
		void this.scoredFiles?.drop(id);
	}

	undoDelete(id: string): Promise<void> {
		return this.change(id, (stored) => ({ ...stored, deletedAt: 0 }));
	}

	deletePrediction(id: string): Promise<void> {
		return this.markPrediction(id, this.now());
	}

	undoDeletePrediction(id: string): Promise<void> {
		return this.markPrediction(id, 0);
	}

	async purgeDeleted(olderThanMs: number, now: number): Promise<number> {
		const latest = now - olderThanMs;
		if (latest < 1) return 0;
		const ids = await this.connection.use((db) =>
			db.runs.where('deletedAt').between(1, latest, true, true).primaryKeys()
		);
		let purged = 0;
		// one transaction a run: a huge one may be refused, and half of the list done is no harm
		for (const id of ids) if (await this.purgeRun(id, latest)) purged++;
		const singles = await this.connection.use((db) =>
			db.logs
				.where('[scope+deletedAt+timestamp+id]')
				.between(['single', 1, Dexie.minKey], ['single', latest, Dexie.maxKey])
				.delete()
		);
		await this.scoredFiles?.sweep();
		await this.featureFiles?.sweep(await this.connection.use((db) => db.runs.toCollection().primaryKeys()));
		return purged + singles;
	}

	async markInterrupted(now: number): Promise<RunRecord[]> {
		const candidates = await this.connection.use((db) => db.runs.where('run.status').equals('running').toArray());
		const running = await this.runningAmong(candidates);
		const marked: RunRecord[] = [];
		for (const { run } of candidates) {
			if (running.has(run.id)) continue;
			await this.change(run.id, (stored) => {
				// another tab may have been quicker
				if (stored.run.status !== 'running') return stored;
				const cut = afterInterruption(stored, now);
				marked.push(cut.run);
				return cut;
			});
		}
		return marked;
	}

	async runningIds(): Promise<Set<string>> {
		const candidates = await this.connection.use((db) => db.runs.where('run.status').equals('running').toArray());
		return this.runningAmong(candidates);
	}

	async bytesOfRun(id: string): Promise<number> {
		const stored = await this.connection.use((db) => db.runs.get(id));
		return stored ? bytesOf(stored) : 0;
	}

	usage(): Promise<StorageUsage | null> {
		return storageUsage();
	}

	requestPersistence(): Promise<boolean> {
		return persistenceGranted();
	}

	async putPack(pack: InstalledPack): Promise<void> {
		await this.connection.write(
			(db) => [db.packs],
			(db) => db.packs.put(pack)
		);
	}

	async listPacks(): Promise<PackSummary[]> {
		return summarise(await this.connection.use((db) => db.packs.toArray()));
	}

	getPack(sha256: string): Promise<InstalledPack | undefined> {
		return this.connection.use((db) => db.packs.get(sha256));
	}

	removePack(sha256: string): Promise<void> {
		return this.connection.use((db) => db.packs.delete(sha256));
	}

	async getSetting<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> {
		const stored = await this.connection.use((db) => db.settings.get(key));
		const read = schema.safeParse(stored?.value);
		return read.success ? read.data : undefined;
	}

	async setSetting<T>(key: string, schema: z.ZodType<T>, value: T): Promise<void> {
		const checked = schema.parse(value);
		await this.connection.write(
			(db) => [db.settings],
			(db) => db.settings.put({ key, value: checked })
		);
	}

	async wipe(): Promise<void> {
		const [running] = await this.runningIds();
		if (running !== undefined) throw inUse(running);
		await this.connection.write(
			(db) => db.tables,
			async (db) => {
				await Promise.all(db.tables.map((table) => table.clear()));
			}
		);
		await this.scoredFiles?.clear();
		await this.featureFiles?.sweep([]);
	}

	async close(): Promise<void> {
		await this.held.releaseAll();
		this.connection.close();
	}

	private async markPrediction(id: string, deletedAt: number): Promise<void> {
		await this.connection.write(
			(db) => [db.logs],
			async (db) => {
				const stored = await db.logs.get(id);
				if (stored?.scope !== 'single') throw notFound(id);
				await db.logs.put({ ...stored, deletedAt });
			}
		);
	}

	/** False when it was brought back in the meantime. */
	private purgeRun(id: string, latest: number): Promise<boolean> {
		return this.connection.write(
			(db) => [db.runs, db.blocks, db.blockFeatures, db.logs, db.batch_metrics, db.profiles],
			async (db) => {
				const deletedAt = (await db.runs.get(id))?.deletedAt ?? 0;
				if (deletedAt === 0 || deletedAt > latest) return false;
				await removeRun(db, id);
				return true;
			}
		);
	}
}

function toPrediction({ scope: _scope, deletedAt: _deletedAt, ...prediction }: StoredPrediction): PredictionLog {
	return prediction;
}
