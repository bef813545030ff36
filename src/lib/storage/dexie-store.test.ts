import { IDBDatabase, IDBFactory, IDBObjectStore, IDBTransaction } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ShrikeError } from '../core/errors';
import { keyTexts } from '../core/run/key-column';
import type { ScoredBlock } from '../core/run/types';
import { LogDatabase } from './database';
import { DexieStore } from './dexie-store';
import { localLocks } from './run-lock';
import { testBlock, testPrediction, testRun } from './test-data';

async function collect(blocks: AsyncIterable<ScoredBlock>): Promise<ScoredBlock[]> {
	const all: ScoredBlock[] = [];
	for await (const block of blocks) all.push(block);
	return all;
}

const opened: DexieStore[] = [];
let clock = 1_000_000;

async function openOne(name: string, onSuperseded?: (failure: ShrikeError) => void): Promise<DexieStore> {
	const store = await DexieStore.open({ name, locks: localLocks(), now: () => clock, onSuperseded });
	opened.push(store);
	return store;
}

/** Opens the database natively, as another release of the app in another tab would. */
function openNatively(name: string, version: number, onBlocked?: () => void): Promise<globalThis.IDBDatabase> {
	return new Promise((resolve, reject) => {
		const request = indexedDB.open(name, version);
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
		request.onblocked = () => onBlocked?.();
	});
}

afterEach(async () => {
	vi.restoreAllMocks();
	for (const store of opened.splice(0)) await store.close();
});

describe('a full disk', () => {
	const quota = () => new DOMException('no room', 'QuotaExceededError');

	/** Lets `n` more puts pass, then throws as a browser may. */
	function fillAfter(n: number): void {
		let left = n;
		const put = IDBObjectStore.prototype.put;
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
			if (left-- <= 0) throw quota();
			return put.apply(this, args);
		});
	}

	it('leaves nothing half-written, whichever write it meets', async () => {
		const name = crypto.randomUUID();
		const store = await openOne(name);
		await store.createRun(testRun());
		await store.appendBlocks('run-1', [testBlock(0)]);
		const before = await store.getRun('run-1');
		const bytes = await store.bytesOfRun('run-1');
		// columns, features, the run
		for (let n = 0; n < 3; n++) {
			fillAfter(n);
			await expect(store.appendBlocks('run-1', [testBlock(1)])).rejects.toMatchObject({
				code: 'storage.full'
			});
			await expect(store.appendBlocks('run-1', [testBlock(0)])).rejects.toMatchObject({ code: 'storage.full' });
			vi.restoreAllMocks();
			expect(await store.block('run-1', 1)).toBeUndefined();
			expect(await store.block('run-1', 0)).toEqual(testBlock(0));
			expect(await store.getRun('run-1')).toEqual(before);
			expect(await store.bytesOfRun('run-1')).toBe(bytes);
		}
		await store.appendBlocks('run-1', [testBlock(1)]);
		expect(await collect(store.blocks('run-1'))).toHaveLength(2);
	});

	it('is told too when the browser finds out at the end and aborts the transaction', async () => {
		const store = await openOne(crypto.randomUUID());
		await store.createRun(testRun());
		const put = IDBObjectStore.prototype.put;
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
			const request = put.apply(this, args);
			const { transaction } = this;
			if ('_abort' in transaction && typeof transaction._abort === 'function') {
				const abort = transaction._abort.bind(transaction);
				queueMicrotask(() => abort('QuotaExceededError'));
			}
			return request;
		});
		await expect(store.appendBlocks('run-1', [testBlock(0)])).rejects.toMatchObject({ code: 'storage.full' });
		vi.restoreAllMocks();
		expect(await store.block('run-1', 0)).toBeUndefined();
	});
});

describe('a run that cannot say that it stopped', () => {
	it('is given up all the same, and found again', async () => {
		const store = await openOne(crypto.randomUUID());
		await store.createRun(testRun());
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('no room', 'QuotaExceededError');
		});
		const stopping = store.updateRun('run-1', { status: 'interrupted' });
		await expect(stopping).rejects.toMatchObject({ code: 'storage.full' });
		vi.restoreAllMocks();
		expect((await store.findResumable('f'.repeat(64), 'a'.repeat(64)))?.id).toBeUndefined();
		clock += 60_000;
		expect((await store.findResumable('f'.repeat(64), 'a'.repeat(64)))?.id).toBe('run-1');
	});

	it('counts as running elsewhere while it is written to, where tabs cannot see each other’s locks', async () => {
		const name = crypto.randomUUID();
		const [page, worker] = [await openOne(name), await openOne(name)];
		await worker.createRun(testRun());
		clock += 20_000;
		await worker.appendBlocks('run-1', [testBlock(0)]);
		clock += 20_000;
		expect(await page.markInterrupted(clock)).toEqual([]);
		await expect(page.deleteRun('run-1')).rejects.toMatchObject({ code: 'storage.in-use' });
		clock += 20_000;
		expect((await page.markInterrupted(clock)).map((run) => run.id)).toEqual(['run-1']);
	});
});

describe('durability', () => {
	it('asks for strict durability, and acknowledges blocks and predictions only after their transaction completed', async () => {
		// Dexie takes hold of this method when it opens
		const asked = vi.spyOn(IDBDatabase.prototype, 'transaction');
		const store = await openOne(crypto.randomUUID());
		await store.createRun(testRun());
		asked.mockClear();
		const dispatch = IDBTransaction.prototype.dispatchEvent;
		const order: string[] = [];
		vi.spyOn(IDBTransaction.prototype, 'dispatchEvent').mockImplementation(function (this: IDBTransaction, event) {
			if (event.type === 'complete' && this.mode === 'readwrite') order.push('complete');
			return dispatch.call(this, event);
		});
		await store.appendBlocks('run-1', [testBlock(0)]);
		order.push('acknowledged');
		expect(order).toEqual(['complete', 'acknowledged']);
		expect(asked.mock.calls.map((call) => call[2])).toEqual([{ durability: 'strict' }]);
		order.length = 0;
		await store.logPrediction(testPrediction());
		order.push('acknowledged');
		expect(order).toEqual(['complete', 'acknowledged']);
		expect(asked.mock.calls.at(-1)?.[2]).toEqual({ durability: 'strict' });
	});
});

describe('blocks that replace none', () => {
	it('are stored while the table of single predictions is in use', async () => {
		const asked = vi.spyOn(IDBDatabase.prototype, 'transaction');
		const store = await openOne(crypto.randomUUID());
		await store.createRun(testRun());
		asked.mockClear();
		await store.appendBlocks('run-1', [testBlock(0)]);
		expect(asked.mock.calls.map(([tables]) => [tables].flat().sort())).toEqual([['blockFeatures', 'blocks', 'runs']]);
	});
});

describe('two connections', () => {
	it('see each other’s writes, and each other’s changes', async () => {
		const name = crypto.randomUUID();
		const [page, worker] = [await openOne(name), await openOne(name)];
		const seen = vi.fn();
		const leave = page.watch(seen);
		await worker.createRun(testRun());
		await worker.appendBlocks('run-1', [testBlock(0)]);
		expect(await page.block('run-1', 0)).toEqual(testBlock(0));
		await vi.waitFor(() => expect(seen).toHaveBeenCalled());
		leave();
	});

	it('see each other’s predictions', async () => {
		const name = crypto.randomUUID();
		const [page, worker] = [await openOne(name), await openOne(name)];
		const seen = vi.fn();
		const leave = page.watch(seen);
		await worker.logPrediction(testPrediction());
		expect(await page.listPredictions(10)).toMatchObject([testPrediction()]);
		await vi.waitFor(() => expect(seen).toHaveBeenCalled());
		leave();
	});

	it('closes for good and says so when a newer version upgrades the database', async () => {
		const name = crypto.randomUUID();
		const told = vi.fn();
		const store = await openOne(name, told);
		await store.createRun(testRun());
		const newer = await openNatively(name, 40);
		expect(told).toHaveBeenCalledWith(expect.objectContaining({ code: 'storage.blocked' }));
		await expect(store.listRuns(1)).rejects.toMatchObject({ code: 'storage.blocked' });
		newer.close();
		await expect(store.listRuns(1)).rejects.toMatchObject({ code: 'storage.blocked' });
		await expect(openOne(name)).rejects.toMatchObject({ code: 'storage.blocked' });
	});

	it('rejects with a sentence when an older tab keeps the upgrade from happening', async () => {
		const name = crypto.randomUUID();
		const older = await openNatively(name, 5);
		vi.spyOn(console, 'warn').mockImplementation(() => undefined);
		await expect(openOne(name)).rejects.toMatchObject({ code: 'storage.blocked', message: /other tab/i });
		older.close();
	});
});

describe('blocks that a run no longer wants', () => {
	it('are given up before the first of them is put, with nothing of them stored', async () => {
		const store = await openOne(crypto.randomUUID());
		await store.createRun(testRun());
		await store.appendBlocks('run-1', [testBlock(0)]);
		const before = [await store.getRun('run-1'), await store.bytesOfRun('run-1')];
		const cancel = new AbortController();
		// the transaction reads before it writes
		const get = IDBObjectStore.prototype.get;
		vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, ...args) {
			cancel.abort();
			return get.apply(this, args);
		});
		const puts = vi.spyOn(IDBObjectStore.prototype, 'put');
		const again = testBlock(0, { features: null });
		const asked = (): Promise<void> => store.appendBlocks('run-1', [again, testBlock(1)], { signal: cancel.signal });
		await expect(asked()).rejects.toMatchObject({ code: 'engine.cancelled' });
		expect(cancel.signal.aborted).toBe(true);
		expect(puts).not.toHaveBeenCalled();
		vi.restoreAllMocks();
		expect(await store.block('run-1', 0)).toEqual(testBlock(0));
		expect(await store.block('run-1', 1)).toBeUndefined();
		expect([await store.getRun('run-1'), await store.bytesOfRun('run-1')]).toEqual(before);
	});
});

describe('a connection that the browser dropped', () => {
	it('is opened again, and the work done once more', async () => {
		const opens = vi.spyOn(IDBFactory.prototype, 'open');
		const store = await openOne(crypto.randomUUID());
		await store.createRun(testRun());
		vi.spyOn(console, 'warn').mockImplementation(() => undefined);
		for (const { value } of opens.mock.results) value.result.close();
		await store.appendBlocks('run-1', [testBlock(0)]);
		expect(opens).toHaveBeenCalledTimes(2);
		expect(await store.block('run-1', 0)).toEqual(testBlock(0));
		expect((await store.getRun('run-1'))?.counts.rows).toBe(4);
	});

	it('is tried once only', async () => {
		const store = await openOne(crypto.randomUUID());
		const lost = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError');
		});
		await expect(store.createRun(testRun())).rejects.toMatchObject({ code: 'storage.unavailable' });
		expect(lost).toHaveBeenCalledTimes(2);
		await expect(store.logPrediction(testPrediction())).rejects.toMatchObject({ code: 'storage.unavailable' });
	});

	it('keeps no prediction from the log', async () => {
		const opens = vi.spyOn(IDBFactory.prototype, 'open');
		const store = await openOne(crypto.randomUUID());
		await store.logPrediction(testPrediction({ id: 'before' }));
		vi.spyOn(console, 'warn').mockImplementation(() => undefined);
		for (const { value } of opens.mock.results) value.result.close();
		await store.logPrediction(testPrediction({ id: 'after' }));
		expect((await store.listPredictions(10)).map(({ id }) => id).sort()).toEqual(['after', 'before']);
	});
});

describe('a browser without a database', () => {
	it('is told as storage.unavailable', async () => {
		vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
			throw new DOMException('denied', 'SecurityError');
		});
		await expect(openOne(crypto.randomUUID())).rejects.toMatchObject({ code: 'storage.unavailable' });
	});
});

describe('a crash', () => {
	it('leaves a prefix of whole blocks, wherever it comes', async () => {
		await fc.assert(
			fc.asyncProperty(
				// blocks sent before each crash, and of those how many the tab still saw acknowledged
				fc.array(fc.record({ sent: fc.nat(4), awaited: fc.nat(4) }), { minLength: 1, maxLength: 4 }),
				async (lives) => {
					const name = crypto.randomUUID();
					let acknowledged = 0;
					for (const { sent, awaited } of lives) {
						const store = await DexieStore.open({ name, locks: localLocks() });
						if (!(await store.getRun('run-1'))) await store.createRun(testRun());
						const next = (await collect(store.blocks('run-1'))).length;
						expect(next).toBeGreaterThanOrEqual(acknowledged);
						const pending = Array.from({ length: sent }, (_, i) =>
							store.appendBlocks('run-1', [testBlock(next + i)])
						);
						for (const promise of pending) promise.catch(() => undefined);
						const seen = Math.min(awaited, sent);
						await Promise.all(pending.slice(0, seen));
						acknowledged = next + seen;
						await store.close();
						await Promise.allSettled(pending);
					}
					await expectWholePrefix(name, acknowledged);
				}
			),
			{ numRuns: 25 }
		);
	});

	async function expectWholePrefix(name: string, acknowledged: number): Promise<void> {
		const db = new LogDatabase(name);
		const stored = await db.runs.get('run-1');
		const blocks = await db.blocks.toArray();
		const features = await db.blockFeatures.toArray();
		db.close();
		const indices = blocks.map((block) => block.index);
		expect(indices).toEqual(blocks.map((_, i) => i));
		expect(blocks.length).toBeGreaterThanOrEqual(acknowledged);
		expect(features.map((one) => one.index)).toEqual(indices);
		expect(stored?.run.counts.rows ?? 0).toBe(4 * blocks.length);
	}
});

describe('entries that earlier releases made of flagged rows', () => {
	const rowsLogged = [2, 3, 6, 7];

	/** Two blocks of a run whose flagged rows an earlier release wrote as entries too, beside those of another run, and a single prediction. */
	async function earlierLog() {
		const store = await openOne(crypto.randomUUID());
		for (const id of ['run-1', 'run-2']) {
			await store.createRun(testRun({ id }));
			await store.appendBlocks(id, [testBlock(0), testBlock(1)]);
		}
		await store.logPrediction(testPrediction({ id: 'single' }));
		const db = new LogDatabase(store.name);
		await db.logs.bulkPut(
			['run-1', 'run-2'].flatMap((runId) =>
				rowsLogged.map((row) => ({ ...testPrediction({ id: `${runId}:${row}`, latency: null, runId, row }), scope: 'batch' as const, deletedAt: 0 }))
			)
		);
		const entries = async () => (await db.logs.toCollection().primaryKeys()).sort();
		return { store, db, entries };
	}
	const idsOf = (runId: string, rows = rowsLogged) => rows.map((row) => `${runId}:${row}`);

	it('are not among single predictions, nor deleted or brought back as such', async () => {
		const { store, db } = await earlierLog();
		expect(await store.listPredictions(10)).toEqual([testPrediction({ id: 'single' })]);
		expect(await store.getPrediction('run-1:2')).toBeUndefined();
		await expect(store.deletePrediction('run-1:2')).rejects.toMatchObject({ code: 'storage.not-found' });
		await expect(store.undoDeletePrediction('run-1:2')).rejects.toMatchObject({ code: 'storage.not-found' });
		db.close();
	});

	it('go with their run, and only those', async () => {
		const { store, db, entries } = await earlierLog();
		await store.updateRun('run-1', { status: 'done' });
		await store.deleteRun('run-1');
		expect(await entries()).toEqual([...idsOf('run-1'), ...idsOf('run-2'), 'single']);
		expect(await store.purgeDeleted(0, clock + 1)).toBe(1);
		expect(await entries()).toEqual([...idsOf('run-2'), 'single']);
		db.close();
	});

	it('go with a block that is replaced, and stay where that fails', async () => {
		const { store, db, entries } = await earlierLog();
		const before = await entries();
		const stop = AbortSignal.abort();
		await expect(store.appendBlocks('run-1', [testBlock(0)], { signal: stop })).rejects.toMatchObject({ code: 'engine.cancelled' });
		expect(await entries()).toEqual(before);
		await store.appendBlocks('run-1', [testBlock(0)]);
		expect(await entries()).toEqual([...idsOf('run-1', [6, 7]), ...idsOf('run-2'), 'single']);
		expect(await store.block('run-1', 0)).toEqual(testBlock(0));
		db.close();
	});
});

describe('the log of the first release', () => {
	it('is upgraded with all that it holds', async () => {
		const name = crypto.randomUUID();
		const before = new Dexie(name);
		before.version(1).stores({
			runs: 'run.id, [deletedAt+run.startedAt+run.id], run.status, run.file.fingerprint, deletedAt',
			blocks: '[runId+index]',
			blockFeatures: '[runId+index]',
			logs: 'id, timestamp, runId, [runId+row], prediction, [scope+deletedAt+timestamp+id]',
			batch_metrics: 'runId, timestamp',
			packs: 'sha256, name',
			settings: 'key'
		});
		await before.open();
		await before.table('runs').put({ run: testRun({ status: 'done' }), progress: {}, storedBytes: 5, touchedAt: 1, deletedAt: 0 });
		const { features, keys, ...columns } = testBlock(0);
		await before.table('blocks').put({ ...columns, keys: { card: keyTexts(keys.card) }, runId: 'run-1' });
		await before.table('blockFeatures').put({ rows: features?.rows, values: Float32Array.of(2, 10, 3, 20), runId: 'run-1', index: 0 });
		await before.table('settings').put({ key: 'pin', value: 'cpu' });
		before.close();

		const store = await openOne(name);
		expect(await store.getRun('run-1')).toEqual(testRun({ status: 'done' }));
		expect(await collect(store.blocks('run-1'))).toEqual([testBlock(0, { features: null })]);
		expect(await store.block('run-1', 0)).toEqual(testBlock(0));
		expect(await store.bytesOfRun('run-1')).toBe(5);
		expect(await store.profiles('run-1')).toBeUndefined();
		const saved = { afterBlock: 0, bytes: Uint8Array.of(1, 2), counts: { withoutHistory: 0, late: 0, repeated: 0 } };
		await store.saveProfiles('run-1', saved);
		expect(await store.profiles('run-1')).toEqual(saved);
		expect(await (await openOne(name)).keyedHash()).toMatchObject({ keyId: (await store.keyedHash()).keyId });
	});
});
