import { IDBObjectStore } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ScoredForm } from '../core/run/scored-files';
import { DexieStore } from './dexie-store';
import { MemoryFolder, memoryScoredFiles } from './memory-folder';
import { localLocks } from './run-lock';
import { testBlock, testRun } from './test-data';

const form: ScoredForm = { policy: { kind: 'threshold', review: 0.5 }, gzip: false };
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A log with two runs that are done, each with a scored file. */
async function start() {
	const folder = new MemoryFolder();
	const files = memoryScoredFiles(folder);
	const store = await DexieStore.open({ name: crypto.randomUUID(), locks: localLocks(), now: () => 1_000_000, scoredFiles: files });
	for (const id of ['run-1', 'run-2']) {
		await store.createRun(testRun({ id, status: 'done' }));
		const file = await files.open(id, form, 3);
		file?.write(new TextEncoder().encode(id));
		await file?.finish();
	}
	await settled();
	const found = async () => {
		const all = await Promise.all(['run-1', 'run-2'].map((id) => files.find(id, form)));
		return all.map((blob) => blob !== null);
	};
	return { folder, files, store, found };
}

afterEach(() => vi.restoreAllMocks());

describe('a scored file', () => {
	it('goes when its run is deleted, though the run can be brought back', async () => {
		const { store, found } = await start();
		expect(await found()).toEqual([true, true]);
		await store.deleteRun('run-1');
		await settled();
		expect(await found()).toEqual([false, true]);
		await store.undoDelete('run-1');
		expect(await store.getRun('run-1')).toBeDefined();
	});

	it('goes with everything', async () => {
		const { store, folder } = await start();
		await store.wipe();
		expect(folder.entries.size).toBe(0);
	});

	it('goes at the next start', async () => {
		const { store, folder } = await start();
		await store.purgeDeleted(1000, 1_000_000);
		expect(folder.entries.size).toBe(0);
		expect(await store.listRuns(3)).toHaveLength(2);
	});

	it('goes first when the disk is full, and the log has its room', async () => {
		const { store, files, folder } = await start();
		await store.updateRun('run-1', { status: 'running' });
		const file = await files.open('run-1', form, 3);
		const put = IDBObjectStore.prototype.put;
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
			if (folder.entries.size > 0) throw new DOMException('no room', 'QuotaExceededError');
			return put.apply(this, args);
		});
		await store.appendBlocks('run-1', [testBlock(0)]);
		expect(await store.block('run-1', 0)).toEqual(testBlock(0));
		expect([file?.write(new Uint8Array(1)), await file?.finish()]).toEqual([false, null]);
	});

	it('that is not there leaves a full disk full', async () => {
		const { store, files } = await start();
		await files.clear();
		await store.updateRun('run-1', { status: 'running' });
		const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('no room', 'QuotaExceededError');
		});
		await expect(store.appendBlocks('run-1', [testBlock(0)])).rejects.toMatchObject({ code: 'storage.full' });
		const calls = put.mock.calls.length;
		await expect(store.appendBlocks('run-1', [testBlock(0)])).rejects.toMatchObject({ code: 'storage.full' });
		expect(put.mock.calls.length).toBe(2 * calls);
	});
});
