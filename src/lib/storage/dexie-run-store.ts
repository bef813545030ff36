import { ShrikeError } from '../core/errors';
import { keyBytes, keyedHash } from '../core/privacy/keyed-hash';
import type { KeyedHash } from '../core/privacy/keyed-hash';
import type { AppendOptions, RunStore, SavedProfiles } from '../core/run/store';
import type { BatchMetrics, PredictionLog, RunRecord, ScoredBlock } from '../core/run/types';
import type { Connection } from './connection';
import type { FeatureFiles } from './feature-files';
import { blocksOf, type LogDatabase, type StoredPrediction } from './database';
import { notFound } from './failures';
import { newestFirst } from './lists';
import { afterBlock, afterChange, newStoredRun, type StoredRun } from './progress';
import { putPrediction } from './put-prediction';
import { HeldRuns, type RunLocks } from './run-lock';
import { featureBytes, fromStored, toStored, type StoredBlock, type StoredParts } from './stored-block';

/** Blocks fetched at a time while a result is read: a few megabytes. */
const readAhead = 8;

/** How long a run may be silent before it counts as dead, where the browser has no locks to ask. */
const heartbeatMs = 30_000;

/** Name of the secret by which keys of profiles and card numbers are named. */
const keyName = 'keyed-hash';

/** The engine's side of the log in IndexedDB: every call is one transaction, every block is stored whole or not at all. */
export class DexieRunStore implements RunStore {
	readonly kind = 'indexeddb';
	protected readonly held: HeldRuns;
	private storesBlobs = true;

	constructor(
		protected readonly connection: Connection,
		protected readonly locks: RunLocks,
		protected readonly now: () => number,
		/** Where raw features go; into the database without it. */
		protected readonly featureFiles?: FeatureFiles
	) {
		this.held = new HeldRuns(locks);
	}

	/** Of the database. */
	get name(): string {
		return this.connection.name;
	}

	async createRun(run: RunRecord): Promise<void> {
		const write = async () => {
			await this.connection.write(
				(db) => [db.runs],
				(db) => db.runs.put(newStoredRun(run, this.now()))
			);
		};
		return run.status === 'running' ? this.holding(run.id, write) : write();
	}

	async updateRun(id: string, change: Partial<RunRecord>): Promise<void> {
		const write = () => this.change(id, (stored) => afterChange(stored, change, this.now()));
		if (change.status === 'running') return this.holding(id, write);
		try {
			await write();
		} finally {
			// given up even where the disk is too full to say so: the run must not stay locked to a worker that left it
			if (change.status !== undefined) await this.letGo(id);
		}
	}

	async getRun(id: string): Promise<RunRecord | undefined> {
		const stored = await this.connection.use((db) => db.runs.get(id));
		return stored?.deletedAt === 0 ? stored.run : undefined;
	}

	async appendBlocks(runId: string, blocks: readonly ScoredBlock[], options: AppendOptions = {}): Promise<void> {
		// of the same block twice in one go, the later one stands
		const given = [...new Map(blocks.map((block) => [block.index, block])).values()];
		await this.holding(runId, async () => {
			try {
				await this.putGiven(runId, given, options);
			} catch (thrown) {
				if (!this.storesBlobs || (thrown instanceof ShrikeError && thrown.code !== 'storage.unavailable')) throw thrown;
				// some browsers store no Blobs in private windows, and say so in ways of their own
				this.storesBlobs = false;
				await this.putGiven(runId, given, options);
			}
		});
	}

	private async putGiven(runId: string, given: readonly ScoredBlock[], options: AppendOptions): Promise<void> {
		const parts = await this.partsOf(runId, given);
		const replaced = new Map<number, ScoredBlock>();
		for (;;) {
			const unread = await this.putUnlessUnread(runId, given, parts, replaced, options);
			if (unread.length === 0) return;
			// bytes cannot be read within a transaction; the run is held, so that nobody changes them meanwhile
			for (const block of unread) replaced.set(block.index, await fromStored(block, null));
		}
	}

	private async partsOf(runId: string, given: readonly ScoredBlock[]): Promise<StoredParts[]> {
		const kept = given.flatMap(({ index, features }) => (features ? [{ index, bytes: featureBytes(features) }] : []));
		const places = kept.length === 0 ? null : await this.featureFiles?.append(runId, kept.map(({ bytes }) => bytes));
		const placeOf = new Map(places?.map((place, i) => [kept[i].index, place]));
		return Promise.all(given.map((block) => toStored(runId, block, this.storesBlobs, placeOf.get(block.index) ?? null)));
	}

	/** Stores the blocks, or nothing where they are to replace others that `replaced` lacks: then it returns those. */
	private putUnlessUnread(
		runId: string,
		given: readonly ScoredBlock[],
		parts: readonly StoredParts[],
		replaced: ReadonlyMap<number, ScoredBlock>,
		{ signal }: AppendOptions
	): Promise<StoredBlock[]> {
		return this.connection.write(
			// single predictions need not wait for blocks that replace none
			(db) => [db.runs, db.blocks, db.blockFeatures, ...(replaced.size > 0 ? [db.logs] : [])],
			async (db) => {
				const keys = given.map(({ index }): [string, number] => [runId, index]);
				const [before, found] = await Promise.all([storedRun(db, runId), db.blocks.bulkGet(keys)]);
				const known = found.filter((block) => block !== undefined);
				const unread = known.filter((block) => !replaced.has(block.index));
				if (unread.length > 0) return unread;
				for (const block of known) await removeBlock(db, block);
				const standing = new Set(known.map((block) => block.index));
				const after = given.reduce((stored, block) => {
					const old = standing.has(block.index) ? replaced.get(block.index) : undefined;
					return afterBlock(stored, block, old, this.now());
				}, before);
				if (signal?.aborted) throw new ShrikeError('engine.cancelled', 'Cancelled. What was finished is kept.');
				await Promise.all([putParts(db, parts), db.runs.put(after)]);
				return [];
			}
		);
	}

	async finishRun(id: string, change: Partial<RunRecord>, metrics: BatchMetrics): Promise<void> {
		try {
			await this.connection.write(
				(db) => [db.runs, db.batch_metrics],
				async (db) => {
					const stored = await storedRun(db, id);
					await db.runs.put(afterChange(stored, { ...change, status: 'done' }, this.now()));
					await db.batch_metrics.put(metrics);
				}
			);
		} finally {
			await this.letGo(id);
		}
	}

	/** Ends at the first index that is missing, so that what is read is always a prefix of the file. */
	async *blocks(runId: string): AsyncGenerator<ScoredBlock> {
		for (let next = 0; ; ) {
			const from = next;
			const found = await this.connection.use((db) =>
				db.blocks.bulkGet(Array.from({ length: readAhead }, (_, i): [string, number] => [runId, from + i]))
			);
			const end = found.indexOf(undefined);
			const there = (end < 0 ? found : found.slice(0, end)).filter((block) => block !== undefined);
			yield* await Promise.all(there.map((block) => fromStored(block, null)));
			if (end >= 0) return;
			next += there.length;
		}
	}

	async block(runId: string, index: number): Promise<ScoredBlock | undefined> {
		const [block, features] = await this.connection.use((db) =>
			db.transaction('r', [db.blocks, db.blockFeatures], async () =>
				Promise.all([db.blocks.get([runId, index]), db.blockFeatures.get([runId, index])])
			)
		);
		return block && fromStored(block, features ?? null, this.featureFiles);
	}

	async findResumable(fingerprint: string, packSha256: string): Promise<RunRecord | undefined> {
		const candidates = await this.connection.use((db) =>
			db.runs.where('run.file.fingerprint').equals(fingerprint).toArray()
		);
		const open = candidates.filter(
			({ run, deletedAt }) => deletedAt === 0 && run.status !== 'done' && run.pack.sha256 === packSha256
		);
		const running = await this.runningAmong(open);
		return open
			.map((stored) => stored.run)
			.sort((a, b) => newestFirst([a.startedAt, a.id], [b.startedAt, b.id]))
			.find((run) => !running.has(run.id));
	}

	async logPrediction(prediction: PredictionLog): Promise<void> {
		const row: StoredPrediction = { ...prediction, scope: 'single', deletedAt: 0 };
		if (await this.connection.use((db) => putPrediction(db, row))) return;
		await this.connection.write(
			(db) => [db.logs],
			(db) => db.logs.put(row)
		);
	}

	async saveProfiles(runId: string, { afterBlock, bytes, counts }: SavedProfiles): Promise<void> {
		const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
		await this.connection.write(
			(db) => [db.runs, db.profiles],
			async (db) => {
				const stored = await storedRun(db, runId);
				await db.profiles.put({ runId, afterBlock, bytes: own, counts });
				await db.runs.put({ ...stored, profileBytes: own.byteLength, touchedAt: this.now() });
			}
		);
	}

	async dropProfiles(runId: string): Promise<void> {
		await this.connection.write(
			(db) => [db.runs, db.profiles],
			async (db) => {
				await db.profiles.delete(runId);
				await db.runs.where(':id').equals(runId).modify({ profileBytes: 0 });
			}
		);
	}

	async profiles(runId: string): Promise<SavedProfiles | undefined> {
		const found = await this.connection.use((db) =>
			db.transaction('r', [db.runs, db.profiles], () => Promise.all([db.runs.get(runId), db.profiles.get(runId)]))
		);
		const [stored, saved] = found;
		if (stored?.deletedAt !== 0 || !saved) return undefined;
		const { afterBlock, bytes, counts } = saved;
		return { afterBlock, bytes, counts };
	}

	async runsWithProfiles(packSha256: string): Promise<RunRecord[]> {
		const stored = await this.connection.use((db) =>
			db.transaction('r', [db.runs, db.profiles], async () => db.runs.bulkGet(await db.profiles.toCollection().primaryKeys()))
		);
		return stored
			.flatMap((one) => (one?.deletedAt === 0 && one.run.status === 'done' && one.run.pack.sha256 === packSha256 ? [one.run] : []))
			.sort((a, b) => newestFirst([a.startedAt, a.id], [b.startedAt, b.id]));
	}

	async keyedHash(): Promise<KeyedHash> {
		const known = await this.connection.use((db) => db.secrets.get(keyName));
		if (known) return keyedHash(known.bytes);
		const drawn = crypto.getRandomValues(new Uint8Array(keyBytes));
		const bytes = await this.connection.write(
			(db) => [db.secrets],
			async (db) => {
				// Another tab may have been quicker: one installation has one key.
				const other = await db.secrets.get(keyName);
				if (other) return other.bytes;
				await db.secrets.put({ name: keyName, bytes: drawn });
				return drawn;
			}
		);
		return keyedHash(bytes);
	}

	/** Gives a run up, which others may work on from now on. */
	private async letGo(id: string): Promise<void> {
		this.featureFiles?.release(id);
		await this.held.release(id);
	}

	/** Does the work with the run taken, which stays taken unless there turns out to be none. */
	private async holding<T>(id: string, work: () => Promise<T>): Promise<T> {
		await this.held.ensure(id);
		try {
			return await work();
		} catch (thrown) {
			if (thrown instanceof ShrikeError && thrown.code === 'storage.not-found') await this.letGo(id);
			throw thrown;
		}
	}

	/** Changes one run in one transaction. Rejects with `storage.not-found`. */
	protected async change(id: string, to: (stored: StoredRun) => StoredRun): Promise<void> {
		await this.connection.write(
			(db) => [db.runs],
			async (db) => {
				await db.runs.put(to(await storedRun(db, id)));
			}
		);
	}

	/** Which of these some tab or worker is working on. Without locks across tabs, a run is alive while it is written to. */
	protected async runningAmong(stored: readonly StoredRun[]): Promise<Set<string>> {
		const running = await this.locks.runningIds();
		if (this.locks.shared) return running;
		const since = this.now() - heartbeatMs;
		for (const { run, touchedAt } of stored) {
			if (run.status === 'running' && touchedAt > since) running.add(run.id);
		}
		return running;
	}
}

/** Inside a transaction over `runs`. */
async function storedRun(db: LogDatabase, id: string): Promise<StoredRun> {
	const stored = await db.runs.get(id);
	if (!stored) throw notFound(id);
	return stored;
}

/** Inside a transaction over both tables; one call a table, since each costs. */
async function putParts(db: LogDatabase, parts: readonly StoredParts[]): Promise<void> {
	const features = parts.flatMap((part) => part.features ?? []);
	await Promise.all([db.blocks.bulkPut(parts.map(({ columns }) => columns)), db.blockFeatures.bulkPut(features)]);
}

/** Removes a block with its features, and what earlier releases logged of its flagged rows, inside a transaction over all three. */
async function removeBlock(db: LogDatabase, block: StoredBlock): Promise<void> {
	const { runId, index, firstRow, rows } = block;
	await db.blocks.delete([runId, index]);
	await db.blockFeatures.delete([runId, index]);
	await db.logs
		.where('[runId+row]')
		.between([runId, firstRow], [runId, firstRow + rows - 1], true, true)
		.delete();
}

/** Removes everything that belongs to a run, inside a transaction over its six tables. */
export async function removeRun(db: LogDatabase, id: string): Promise<void> {
	const [first, last] = blocksOf(id);
	await db.blocks.where('[runId+index]').between(first, last).delete();
	await db.blockFeatures.where('[runId+index]').between(first, last).delete();
	await db.logs.where('runId').equals(id).delete();
	await db.batch_metrics.delete(id);
	await db.profiles.delete(id);
	await db.runs.delete(id);
}
