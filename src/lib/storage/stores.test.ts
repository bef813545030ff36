import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { ScoredBlock } from '../core/run/types';
import { DexieStore } from './dexie-store';
import type { LogStore } from './log';
import { MemoryStore } from './memory-store';
import { localLocks, type RunLocks } from './run-lock';
import { testBlock, testPrediction, testRun } from './test-data';

const kinds: { name: string; open: (locks: RunLocks, now: () => number) => Promise<LogStore> }[] = [
	{ name: 'MemoryStore', open: async (locks, now) => new MemoryStore({ locks, now }) },
	{ name: 'DexieStore', open: (locks, now) => DexieStore.open({ name: crypto.randomUUID(), locks, now }) }
];

async function collect(blocks: AsyncIterable<ScoredBlock>): Promise<ScoredBlock[]> {
	const all: ScoredBlock[] = [];
	for await (const block of blocks) all.push(block);
	return all;
}

/** Locks that also see other tabs; `elsewhere` are the runs of those. */
function sharedLocks(elsewhere: Set<string>): RunLocks {
	const local = localLocks();
	return {
		shared: true,
		hold: (id) => local.hold(id),
		runningIds: async () => new Set([...(await local.runningIds()), ...elsewhere])
	};
}

describe.each(kinds)('$name', ({ open }) => {
	const opened: LogStore[] = [];
	const elsewhere = new Set<string>();
	let clock = 1_000_000;

	async function openOne(): Promise<LogStore> {
		const store = await open(sharedLocks(elsewhere), () => clock);
		opened.push(store);
		return store;
	}
	const metrics = {
		runId: 'run-1',
		timestamp: 5,
		num_samples: 8,
		avg_probability: 0.5,
		accuracy: null,
		precision: null,
		recall: null,
		f1_score: null
	};

	afterEach(async () => {
		for (const store of opened.splice(0)) await store.close();
		elsewhere.clear();
		clock = 1_000_000;
	});

	it('gives back a block as it was given, typed arrays and all', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		await store.appendBlocks('run-1', [testBlock(0)]);
		expect(await store.block('run-1', 0)).toEqual(testBlock(0));
		expect(await collect(store.blocks('run-1'))).toEqual([testBlock(0, { features: null })]);
		expect(await store.block('run-1', 1)).toBeUndefined();
	});

	it('stores views without the buffer they were cut from, and does not see later changes of it', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		const work = new Float32Array(100_000).fill(1);
		await store.appendBlocks('run-1', [testBlock(0, { margin: work.subarray(8, 12) })]);
		work.fill(2);
		const margin = (await store.block('run-1', 0))?.margin;
		expect(margin).toEqual(Float32Array.of(1, 1, 1, 1));
		expect(margin?.buffer.byteLength).toBe(16);
	});

	it('counts what is stored with every block', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		await store.appendBlocks('run-1', [testBlock(0)]);
		await store.appendBlocks('run-1', [testBlock(1)]);
		expect((await store.getRun('run-1'))?.counts).toEqual({
			rows: 8,
			scored: 6,
			rejected: 2,
			badLabels: 0,
			labelled: 4,
			frauds: 2,
			flagged: 4,
			flaggedAmount: 60,
			bytes: 200
		});
	});

	it('replaces a block that is sent again', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		await store.appendBlocks('run-1', [testBlock(0)]);
		const again = testBlock(0, { decision: Uint8Array.of(0, 1, 0, 255), features: null });
		await store.appendBlocks('run-1', [again]);
		expect(await store.block('run-1', 0)).toEqual(again);
		expect((await store.getRun('run-1'))?.counts).toMatchObject({ rows: 4, flagged: 1, flaggedAmount: 10 });
	});

	it('stores several blocks as it would store them one by one', async () => {
		const [store, other] = [await openOne(), await openOne()];
		for (const one of [store, other]) await one.createRun(testRun());
		const again = testBlock(1, { decision: Uint8Array.of(0, 1, 0, 255) });
		await store.appendBlocks('run-1', [testBlock(2)]);
		await other.appendBlocks('run-1', [testBlock(2)]);
		const given = [testBlock(0), testBlock(1), again];
		await store.appendBlocks('run-1', given);
		for (const block of given) await other.appendBlocks('run-1', [block]);
		for (const index of [0, 1, 2]) expect(await store.block('run-1', index)).toEqual(await other.block('run-1', index));
		expect(await store.getRun('run-1')).toEqual(await other.getRun('run-1'));
	});

	it('stores several blocks or, when one of them cannot be stored, none', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		await store.appendBlocks('run-1', [testBlock(0)]);
		const before = await store.getRun('run-1');
		const unclonable = testBlock(2, { kept: new Proxy(testBlock(2).kept, {}) });
		await expect(store.appendBlocks('run-1', [testBlock(1), unclonable])).rejects.toThrow();
		expect(await collect(store.blocks('run-1'))).toEqual([testBlock(0, { features: null })]);
		expect(await store.getRun('run-1')).toEqual(before);
	});

	it('reads blocks in order whatever the order they came in, and none after a gap', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		for (const index of [11, 2, 1, 0, 3]) await store.appendBlocks('run-1', [testBlock(index)]);
		const blocksTo = (end: number) => Array.from({ length: end }, (_, index) => testBlock(index, { features: null }));
		expect(await collect(store.blocks('run-1'))).toEqual(blocksTo(4));
		for (const index of [4, 5, 6, 7, 8, 9, 10]) await store.appendBlocks('run-1', [testBlock(index)]);
		expect(await collect(store.blocks('run-1'))).toEqual(blocksTo(12));
	});

	it('refuses to write to a run that it does not have', async () => {
		const store = await openOne();
		const missing = expect.objectContaining({ code: 'storage.not-found' });
		await expect(store.appendBlocks('nope', [testBlock(0)])).rejects.toEqual(missing);
		await expect(store.updateRun('nope', { elapsedMs: 1 })).rejects.toEqual(missing);
		await expect(store.finishRun('nope', {}, metrics)).rejects.toEqual(missing);
		await expect(store.deleteRun('nope')).rejects.toEqual(missing);
		await expect(store.undoDelete('nope')).rejects.toEqual(missing);
		await expect(store.deletePrediction('nope')).rejects.toEqual(missing);
		expect(await collect(store.blocks('nope'))).toEqual([]);
	});

	it('finishes a run with its metrics', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		await store.finishRun('run-1', { finishedAt: 2_000, elapsedMs: 7 }, metrics);
		expect(await store.getRun('run-1')).toMatchObject({ status: 'done', finishedAt: 2_000, elapsedMs: 7 });
		expect(await store.metricsOf('run-1')).toEqual(metrics);
		expect(await store.runningIds()).toEqual(new Set());
	});

	it('finds the newest unfinished run on the same file and pack that nobody works on', async () => {
		const store = await openOne();
		const cut = { status: 'interrupted' } as const;
		await store.createRun(testRun({ ...cut, id: 'old', startedAt: 1 }));
		await store.createRun(testRun({ status: 'cancelled', id: 'new', startedAt: 2 }));
		await store.createRun(testRun({ status: 'done', id: 'done', startedAt: 3 }));
		await store.createRun(testRun({ ...cut, id: 'elsewhere', startedAt: 4 }));
		await store.createRun(testRun({ ...cut, id: 'stream', startedAt: 5, file: { name: '-', size: null, fingerprint: null } }));
		await store.createRun(testRun({ status: 'running', id: 'mine', startedAt: 6 }));
		elsewhere.add('elsewhere');
		const [file, pack] = ['f'.repeat(64), 'a'.repeat(64)];
		expect((await store.findResumable(file, pack))?.id).toBe('new');
		await store.deleteRun('new');
		expect((await store.findResumable(file, pack))?.id).toBe('old');
		expect(await store.findResumable(file, 'b'.repeat(64))).toBeUndefined();
		expect(await store.findResumable('e'.repeat(64), pack)).toBeUndefined();
	});

	it('marks runs interrupted whose tab is gone, and only those, with what their blocks have', async () => {
		const store = await openOne();
		await store.createRun(testRun({ id: 'alive' }));
		await store.createRun(testRun({ id: 'gone' }));
		await store.appendBlocks('gone', [testBlock(0)]);
		await store.updateRun('gone', { counts: { ...testRun().counts, rows: 99 } });
		await store.createRun(testRun({ id: 'done', status: 'done' }));
		await store.close();
		elsewhere.add('alive');
		const [store2, ids] = [store.kind === 'memory' ? store : await reopen(store), ['gone']];
		expect((await store2.markInterrupted(9_000)).map((run) => run.id)).toEqual(ids);
		expect(await store2.getRun('gone')).toMatchObject({ status: 'interrupted', finishedAt: 9_000, counts: { rows: 4 } });
		expect((await store2.getRun('alive'))?.status).toBe('running');
		expect(await store2.markInterrupted(9_001)).toEqual([]);
		expect((await store2.findResumable('f'.repeat(64), 'a'.repeat(64)))?.id).toBe('gone');
	});

	async function reopen(store: LogStore): Promise<LogStore> {
		if (!(store instanceof DexieStore)) throw new Error('only a database can be opened again');
		const again = await DexieStore.open({ name: store.name, locks: sharedLocks(elsewhere), now: () => clock });
		opened.push(again);
		return again;
	}

	it('lists runs newest first, page by page, with equal times neither repeated nor skipped', async () => {
		const store = await openOne();
		for (const id of ['a', 'b', 'c', 'd', 'e']) {
			await store.createRun(testRun({ id, startedAt: id === 'a' ? 1 : 2, status: 'done' }));
		}
		const first = await store.listRuns(2);
		const second = await store.listRuns(2, first.at(-1));
		const third = await store.listRuns(2, second.at(-1));
		expect([first, second, third].map((page) => page.map((run) => run.id))).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
	});

	it('lists single predictions newest first, without the rows of batches', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		await store.appendBlocks('run-1', [testBlock(0)]);
		for (const id of ['a', 'b', 'c']) await store.logPrediction(testPrediction({ id, timestamp: id === 'a' ? 1 : 2 }));
		const first = await store.listPredictions(2);
		expect(first).toEqual([testPrediction({ id: 'c', timestamp: 2 }), testPrediction({ id: 'b', timestamp: 2 })]);
		expect((await store.listPredictions(2, first.at(-1))).map((one) => one.id)).toEqual(['a']);
		expect(await store.getPrediction('a')).toEqual(testPrediction({ id: 'a', timestamp: 1 }));
	});

	it('deletes a run with undo, until it is purged', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		await store.appendBlocks('run-1', [testBlock(0)]);
		await store.finishRun('run-1', {}, metrics);
		await store.deleteRun('run-1');
		expect(await store.listRuns(10)).toEqual([]);
		expect(await store.getRun('run-1')).toBeUndefined();
		expect(await store.purgeDeleted(60_000, clock + 59_999)).toBe(0);
		await store.undoDelete('run-1');
		expect((await store.listRuns(10)).map((run) => run.id)).toEqual(['run-1']);
		expect(await store.purgeDeleted(0, clock + 1)).toBe(0);
		await store.deleteRun('run-1');
		expect(await store.purgeDeleted(60_000, clock + 60_000)).toBe(1);
		await expect(store.undoDelete('run-1')).rejects.toMatchObject({ code: 'storage.not-found' });
		expect(await collect(store.blocks('run-1'))).toEqual([]);
		expect(await store.metricsOf('run-1')).toBeUndefined();
	});

	it('deletes a single prediction with undo, until it is purged', async () => {
		const store = await openOne();
		await store.logPrediction(testPrediction());
		await store.logPrediction(testPrediction({ id: 'stays' }));
		await store.deletePrediction('p-1');
		expect((await store.listPredictions(10)).map((one) => one.id)).toEqual(['stays']);
		expect(await store.getPrediction('p-1')).toBeUndefined();
		await store.undoDeletePrediction('p-1');
		expect(await store.listPredictions(10)).toHaveLength(2);
		await store.deletePrediction('p-1');
		expect(await store.purgeDeleted(0, clock)).toBe(1);
		await expect(store.undoDeletePrediction('p-1')).rejects.toMatchObject({ code: 'storage.not-found' });
		expect(await store.listPredictions(10)).toHaveLength(1);
	});

	it('does not delete a run that is being worked on, here or elsewhere', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		await expect(store.deleteRun('run-1')).rejects.toMatchObject({ code: 'storage.in-use' });
		await store.updateRun('run-1', { status: 'cancelled' });
		elsewhere.add('run-1');
		await expect(store.deleteRun('run-1')).rejects.toMatchObject({ code: 'storage.in-use' });
		elsewhere.clear();
		await store.deleteRun('run-1');
	});

	it('tells watchers about changes, and no more once they left', async () => {
		const store = await openOne();
		const seen = vi.fn();
		const leave = store.watch(seen);
		await store.createRun(testRun());
		await vi.waitFor(() => expect(seen).toHaveBeenCalled());
		leave();
		seen.mockClear();
		await store.logPrediction(testPrediction());
		const other = vi.fn();
		const leaveOther = store.watch(other);
		await store.logPrediction(testPrediction({ id: 'p-2' }));
		await vi.waitFor(() => expect(other).toHaveBeenCalled());
		leaveOther();
		expect(seen).not.toHaveBeenCalled();
	});

	it('estimates the bytes of a run, a block sent twice counted once', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		expect(await store.bytesOfRun('run-1')).toBe(0);
		await store.appendBlocks('run-1', [testBlock(0)]);
		const once = await store.bytesOfRun('run-1');
		expect(once).toBeGreaterThan(4 * 38);
		await store.appendBlocks('run-1', [testBlock(0)]);
		expect(await store.bytesOfRun('run-1')).toBe(once);
		expect(await store.bytesOfRun('nope')).toBe(0);
	});

	it('keeps packs by their digest', async () => {
		const store = await openOne();
		const files = { 'manifest.json': new Uint8Array([123, 125]), 'weights.bin': new Uint8Array(8) };
		const pack = { sha256: 'b'.repeat(64), name: 'mine', title: 'Mine', version: '1.0.0', installedAt: 5, files };
		await store.putPack(pack);
		await store.putPack({ ...pack, sha256: 'c'.repeat(64), installedAt: 6 });
		expect((await store.listPacks()).map((one) => [one.sha256[0], one.bytes])).toEqual([
			['c', 10],
			['b', 10]
		]);
		expect(await store.getPack(pack.sha256)).toEqual(pack);
		await store.removePack(pack.sha256);
		expect(await store.getPack(pack.sha256)).toBeUndefined();
	});

	it('gives back a setting that fits its schema, and nothing for one that does not', async () => {
		const store = await openOne();
		const pin = z.enum(['webgpu', 'cpu']).nullable();
		expect(await store.getSetting('pin', pin)).toBeUndefined();
		await store.setSetting('pin', pin, 'cpu');
		expect(await store.getSetting('pin', pin)).toBe('cpu');
		expect(await store.getSetting('pin', z.number())).toBeUndefined();
	});

	const profiles = (afterBlock: number, bytes = 64) => ({
		afterBlock,
		bytes: new Uint8Array(bytes).fill(afterBlock + 1),
		counts: { withoutHistory: 3, late: 1, repeated: 0 }
	});

	it('keeps the newest profiles of a run, and offers those of finished runs of a pack', async () => {
		const store = await openOne();
		const pack = testRun().pack;
		for (const [id, startedAt] of [['run-1', 1], ['run-2', 2], ['run-3', 3], ['run-4', 4]] as const) {
			await store.createRun(testRun({ id, startedAt, pack: id === 'run-3' ? { ...pack, sha256: 'b'.repeat(64) } : pack }));
			await store.saveProfiles(id, profiles(-1));
			await store.saveProfiles(id, profiles(0, 100));
			await store.saveProfiles(id, profiles(0));
			if (id !== 'run-4') await store.finishRun(id, {}, { ...metrics, runId: id });
		}
		expect(await store.profiles('run-1')).toEqual(profiles(0));
		expect(await store.bytesOfRun('run-1')).toBe(64);
		expect((await store.runsWithProfiles(pack.sha256)).map(({ id }) => id)).toEqual(['run-2', 'run-1']);
		await expect(store.saveProfiles('none', profiles(0))).rejects.toMatchObject({ code: 'storage.not-found' });

		await store.dropProfiles('run-2');
		expect(await store.profiles('run-2')).toBeUndefined();
		expect(await store.bytesOfRun('run-2')).toBe(0);
		await store.deleteRun('run-1');
		expect(await store.profiles('run-1')).toBeUndefined();
		expect(await store.runsWithProfiles(pack.sha256)).toEqual([]);
		await store.undoDelete('run-1');
		expect(await store.profiles('run-1')).toEqual(profiles(0));
		await store.deleteRun('run-1');
		await store.purgeDeleted(0, clock + 1);
		await expect(store.dropProfiles('run-1')).resolves.toBeUndefined();
		expect(await store.profiles('run-1')).toBeUndefined();
	});

	it('counts the rows of a block by what was known of them, replaced ones once', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		await store.appendBlocks('run-1', [testBlock(0, { profiles: { withoutHistory: 3, late: 0, repeated: 1 } })]);
		await store.appendBlocks('run-1', [testBlock(1, { profiles: { withoutHistory: 1, late: 1, repeated: 0 } })]);
		await store.appendBlocks('run-1', [testBlock(1, { profiles: { withoutHistory: 2, late: 1, repeated: 0 } })]);
		expect((await store.getRun('run-1'))?.counts.profiles).toEqual({ withoutHistory: 5, late: 1, repeated: 1 });
	});

	it('names keys by one secret an installation, until it is wiped', async () => {
		const store = await openOne();
		const [first, again] = [await store.keyedHash(), await store.keyedHash()];
		expect(first.of('card')).toMatch(/^[0-9a-f]{16}$/);
		expect([again.keyId, again.of('card')]).toEqual([first.keyId, first.of('card')]);
		const other = await (await openOne()).keyedHash();
		expect(other.of('card')).not.toBe(first.of('card'));
		await store.wipe();
		expect((await store.keyedHash()).keyId).not.toBe(first.keyId);
	});

	it('wipes everything, but not under a run that is going on', async () => {
		const store = await openOne();
		await store.createRun(testRun());
		await store.appendBlocks('run-1', [testBlock(0)]);
		await store.logPrediction(testPrediction());
		await store.setSetting('pin', z.string(), 'cpu');
		await expect(store.wipe()).rejects.toMatchObject({ code: 'storage.in-use' });
		expect(await store.listRuns(10)).toHaveLength(1);
		await store.updateRun('run-1', { status: 'cancelled' });
		await store.wipe();
		expect(await store.listRuns(10)).toEqual([]);
		expect(await store.listPredictions(10)).toEqual([]);
		expect(await collect(store.blocks('run-1'))).toEqual([]);
		expect(await store.getSetting('pin', z.string())).toBeUndefined();
	});
});
