import type { z } from '../core/zod';
import { keyBytes, keyedHash } from '../core/privacy/keyed-hash';
import type { KeyedHash } from '../core/privacy/keyed-hash';
import type { SavedProfiles } from '../core/run/store';
import type { BatchMetrics, PredictionLog, RunRecord, ScoredBlock } from '../core/run/types';
import { compactBlock } from './compact-block';
import { full, notFound } from './failures';
import type { InstalledPack, LogStore, PackSummary } from './log';
import { newestFirst, olderThan, summarise } from './lists';
import { afterBlock, afterChange, afterInterruption, blockBytes, bytesOf, newStoredRun, type StoredRun } from './progress';
import { HeldRuns, inUse, localLocks, type RunLocks } from './run-lock';

interface StoredPrediction {
	readonly prediction: PredictionLog;
	readonly deletedAt: number;
}

export interface MemoryStoreOptions {
	/** Blocks beyond this many estimated bytes are refused with `storage.full`; without it only the heap limits. */
	readonly capacityBytes?: number;
	readonly locks?: RunLocks;
	readonly now?: () => number;
}

/** The log without a database: for tests, the command line, and pages whose browser gives them no IndexedDB. */
export class MemoryStore implements LogStore {
	readonly kind = 'memory';
	private readonly runs = new Map<string, StoredRun>();
	private readonly blocksOf = new Map<string, Map<number, ScoredBlock>>();
	private readonly metrics = new Map<string, BatchMetrics>();
	private readonly singles = new Map<string, StoredPrediction>();
	private readonly packs = new Map<string, InstalledPack>();
	private readonly settings = new Map<string, unknown>();
	private readonly saved = new Map<string, SavedProfiles>();
	private secret: Uint8Array | null = null;
	private readonly watchers = new Set<() => void>();
	private readonly locks: RunLocks;
	private readonly held: HeldRuns;
	private readonly now: () => number;
	private readonly capacityBytes: number;

	constructor(options: MemoryStoreOptions = {}) {
		this.locks = options.locks ?? localLocks();
		this.held = new HeldRuns(this.locks);
		this.now = options.now ?? Date.now;
		this.capacityBytes = options.capacityBytes ?? Infinity;
	}

	async createRun(run: RunRecord): Promise<void> {
		if (run.status === 'running') await this.held.ensure(run.id);
		this.runs.set(run.id, newStoredRun(run, this.now()));
		this.changed();
	}

	async updateRun(id: string, change: Partial<RunRecord>): Promise<void> {
		this.stored(id);
		if (change.status === 'running') await this.held.ensure(id);
		this.runs.set(id, afterChange(this.stored(id), change, this.now()));
		if (change.status !== undefined && change.status !== 'running') await this.held.release(id);
		this.changed();
	}

	async getRun(id: string): Promise<RunRecord | undefined> {
		return this.visible(id)?.run;
	}

	async appendBlocks(runId: string, given: readonly ScoredBlock[]): Promise<void> {
		this.stored(runId);
		const own = given.map((block) => structuredClone(compactBlock(block)));
		await this.held.ensure(runId);
		let stored = this.stored(runId);
		const wanted = given.reduce((sum, block) => sum + blockBytes(block), 0);
		if (this.bytesInUse() + wanted > this.capacityBytes) throw full();
		const blocks = this.blocksOf.get(runId) ?? new Map<number, ScoredBlock>();
		for (const block of own) {
			stored = afterBlock(stored, block, blocks.get(block.index), this.now());
			blocks.set(block.index, block);
		}
		this.runs.set(runId, stored);
		this.blocksOf.set(runId, blocks);
		this.changed();
	}

	async finishRun(id: string, change: Partial<RunRecord>, metrics: BatchMetrics): Promise<void> {
		this.runs.set(id, afterChange(this.stored(id), { ...change, status: 'done' }, this.now()));
		this.metrics.set(id, metrics);
		await this.held.release(id);
		this.changed();
	}

	async *blocks(runId: string): AsyncGenerator<ScoredBlock> {
		for (let index = 0; ; index++) {
			const block = this.blocksOf.get(runId)?.get(index);
			if (!block) return;
			yield { ...block, features: null };
		}
	}

	async block(runId: string, index: number): Promise<ScoredBlock | undefined> {
		return this.blocksOf.get(runId)?.get(index);
	}

	async findResumable(fingerprint: string, packSha256: string): Promise<RunRecord | undefined> {
		const running = await this.runningIds();
		return this.visibleRuns().find(
			(run) =>
				run.status !== 'done' &&
				run.file.fingerprint === fingerprint &&
				run.pack.sha256 === packSha256 &&
				!running.has(run.id)
		);
	}

	async logPrediction(prediction: PredictionLog): Promise<void> {
		this.singles.set(prediction.id, { prediction: structuredClone(prediction), deletedAt: 0 });
		this.changed();
	}

	async saveProfiles(runId: string, profiles: SavedProfiles): Promise<void> {
		const stored = this.stored(runId);
		const grown = profiles.bytes.byteLength - (stored.profileBytes ?? 0);
		if (this.bytesInUse() + grown > this.capacityBytes) throw full();
		this.saved.set(runId, structuredClone(profiles));
		this.runs.set(runId, { ...stored, profileBytes: profiles.bytes.byteLength, touchedAt: this.now() });
	}

	async dropProfiles(runId: string): Promise<void> {
		this.saved.delete(runId);
		const stored = this.runs.get(runId);
		if (stored) this.runs.set(runId, { ...stored, profileBytes: 0 });
	}

	async profiles(runId: string): Promise<SavedProfiles | undefined> {
		return this.visible(runId) && structuredClone(this.saved.get(runId));
	}

	async runsWithProfiles(packSha256: string): Promise<RunRecord[]> {
		return this.visibleRuns().filter((run) => run.status === 'done' && run.pack.sha256 === packSha256 && this.saved.has(run.id));
	}

	async keyedHash(): Promise<KeyedHash> {
		this.secret ??= crypto.getRandomValues(new Uint8Array(keyBytes));
		return keyedHash(this.secret);
	}

	async listRuns(limit: number, before?: Pick<RunRecord, 'startedAt' | 'id'>): Promise<RunRecord[]> {
		return this.visibleRuns()
			.filter((run) => !before || olderThan([run.startedAt, run.id], [before.startedAt, before.id]))
			.slice(0, limit);
	}

	async listPredictions(limit: number, before?: Pick<PredictionLog, 'timestamp' | 'id'>): Promise<PredictionLog[]> {
		return [...this.singles.values()]
			.filter((single) => single.deletedAt === 0)
			.map((single) => single.prediction)
			.filter((one) => !before || olderThan([one.timestamp, one.id], [before.timestamp, before.id]))
			.sort((a, b) => newestFirst([a.timestamp, a.id], [b.timestamp, b.id]))
			.slice(0, limit);
	}

	async getPrediction(id: string): Promise<PredictionLog | undefined> {
		const single = this.singles.get(id);
		return single?.deletedAt === 0 ? single.prediction : undefined;
	}

	async metricsOf(runId: string): Promise<BatchMetrics | undefined> {
		return this.metrics.get(runId);
	}

	watch(callback: () => void): () => void {
		const own = () => callback();
		this.watchers.add(own);
		return () => void this.watchers.delete(own);
	}

	async deleteRun(id: string): Promise<void> {
		const stored = this.stored(id);
		if ((await this.runningIds()).has(id)) throw inUse(id);
		this.runs.set(id, { ...stored, deletedAt: this.now() });
		this.changed();
	}

	async undoDelete(id: string): Promise<void> {
		this.runs.set(id, { ...this.stored(id), deletedAt: 0 });
		this.changed();
	}

	async deletePrediction(id: string): Promise<void> {
		this.singles.set(id, { ...this.single(id), deletedAt: this.now() });
		this.changed();
	}

	async undoDeletePrediction(id: string): Promise<void> {
		this.singles.set(id, { ...this.single(id), deletedAt: 0 });
		this.changed();
	}

	async purgeDeleted(olderThanMs: number, now: number): Promise<number> {
		const due = (deletedAt: number) => deletedAt > 0 && deletedAt <= now - olderThanMs;
		const runs = [...this.runs.values()].filter((stored) => due(stored.deletedAt)).map((stored) => stored.run.id);
		const singles = [...this.singles].filter(([, single]) => due(single.deletedAt)).map(([id]) => id);
		for (const id of runs) for (const table of this.tablesOfRuns()) table.delete(id);
		for (const id of singles) this.singles.delete(id);
		return runs.length + singles.length;
	}

	async markInterrupted(now: number): Promise<RunRecord[]> {
		const running = await this.runningIds();
		const cut = [...this.runs.values()].filter(({ run }) => run.status === 'running' && !running.has(run.id));
		const marked = cut.map((stored) => afterInterruption(stored, now));
		for (const stored of marked) this.runs.set(stored.run.id, stored);
		if (marked.length > 0) this.changed();
		return marked.map((stored) => stored.run);
	}

	runningIds(): Promise<Set<string>> {
		return this.locks.runningIds();
	}

	async bytesOfRun(id: string): Promise<number> {
		const stored = this.runs.get(id);
		return stored ? bytesOf(stored) : 0;
	}

	async usage(): Promise<null> {
		return null;
	}

	async requestPersistence(): Promise<boolean> {
		return false;
	}

	async putPack(pack: InstalledPack): Promise<void> {
		this.packs.set(pack.sha256, structuredClone(pack));
	}

	async listPacks(): Promise<PackSummary[]> {
		return summarise([...this.packs.values()]);
	}

	async getPack(sha256: string): Promise<InstalledPack | undefined> {
		return this.packs.get(sha256);
	}

	async removePack(sha256: string): Promise<void> {
		this.packs.delete(sha256);
	}

	async getSetting<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> {
		const read = schema.safeParse(this.settings.get(key));
		return read.success ? read.data : undefined;
	}

	async setSetting<T>(key: string, schema: z.ZodType<T>, value: T): Promise<void> {
		this.settings.set(key, structuredClone(schema.parse(value)));
	}

	async wipe(): Promise<void> {
		const [running] = await this.runningIds();
		if (running !== undefined) throw inUse(running);
		for (const table of [...this.tablesOfRuns(), this.singles, this.packs, this.settings]) table.clear();
		this.secret = null;
		this.changed();
	}

	async close(): Promise<void> {
		await this.held.releaseAll();
	}

	private stored(id: string): StoredRun {
		const stored = this.runs.get(id);
		if (!stored) throw notFound(id);
		return stored;
	}

	private single(id: string): StoredPrediction {
		const single = this.singles.get(id);
		if (!single) throw notFound(id);
		return single;
	}

	private visible(id: string): StoredRun | undefined {
		const stored = this.runs.get(id);
		return stored?.deletedAt === 0 ? stored : undefined;
	}

	private visibleRuns(): RunRecord[] {
		return [...this.runs.values()]
			.filter((stored) => stored.deletedAt === 0)
			.map((stored) => stored.run)
			.sort((a, b) => newestFirst([a.startedAt, a.id], [b.startedAt, b.id]));
	}

	private tablesOfRuns(): Map<string, unknown>[] {
		return [this.runs, this.blocksOf, this.metrics, this.saved];
	}

	private bytesInUse(): number {
		return [...this.runs.values()].reduce((sum, stored) => sum + bytesOf(stored), 0);
	}

	private changed(): void {
		for (const watcher of this.watchers) queueMicrotask(watcher);
	}
}
