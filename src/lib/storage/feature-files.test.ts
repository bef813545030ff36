import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { DexieStore } from './dexie-store';
import { FeatureFiles } from './feature-files';
import { MemoryFolder } from './memory-folder';
import { localLocks } from './run-lock';
import { testBlock, testRun } from './test-data';

let stores = 0;

async function open(folder = new MemoryFolder()) {
	const name = `features-${++stores}`;
	const store = await DexieStore.open({ name, locks: localLocks(), featureFiles: new FeatureFiles(async () => folder) });
	await store.createRun(testRun({ id: 'run-1' }));
	return { folder, name, store };
}

const withFeatures = (index: number) => {
	const given = testBlock(index);
	return { ...given, features: { rows: null, values: Float32Array.from({ length: given.rows * 3 }, (_, i) => index * 1000 + i + 0.5) } };
};
const blocks = (...indices: number[]) => indices.map(withFeatures);

describe('features of a run', () => {
	it('lie in one file beside the database, and come back with their block', async () => {
		const { folder, store } = await open();
		await store.appendBlocks('run-1', blocks(0, 1));
		await store.appendBlocks('run-1', blocks(2));
		expect([...folder.entries.keys()]).toEqual(['run-1.f32']);
		expect(folder.usedBytes).toBe(3 * withFeatures(0).features.values.byteLength);
		for (const index of [2, 0, 1]) expect((await store.block('run-1', index))?.features).toEqual(withFeatures(index).features);
	});

	it('are added to those of an interrupted run by the worker that goes on with it', async () => {
		const { folder, name, store } = await open();
		await store.appendBlocks('run-1', blocks(0));
		await store.updateRun('run-1', { status: 'interrupted' });
		const other = await DexieStore.open({ name, locks: localLocks(), featureFiles: new FeatureFiles(async () => folder) });
		await other.updateRun('run-1', { status: 'running' });
		await other.appendBlocks('run-1', blocks(1));
		for (const index of [0, 1]) expect((await store.block('run-1', index))?.features).toEqual(withFeatures(index).features);
	});

	it('go into the database where the file has no room, or another realm has it', async () => {
		const { folder, store } = await open();
		folder.capacityBytes = withFeatures(0).features.values.byteLength + 10;
		await store.appendBlocks('run-1', blocks(0));
		await store.appendBlocks('run-1', blocks(1));
		for (const index of [0, 1]) expect((await store.block('run-1', index))?.features).toEqual(withFeatures(index).features);
		const elsewhere = await open();
		await (await elsewhere.folder.getFileHandle('run-1.f32', { create: true })).createSyncAccessHandle?.();
		await elsewhere.store.appendBlocks('run-1', blocks(0));
		expect(elsewhere.folder.usedBytes).toBe(0);
		expect((await elsewhere.store.block('run-1', 0))?.features).toEqual(withFeatures(0).features);
	});

	it('count as not kept where their file is lost, and the block stands', async () => {
		const { folder, store } = await open();
		await store.appendBlocks('run-1', blocks(0));
		await store.updateRun('run-1', { status: 'done' });
		await folder.removeEntry('run-1.f32');
		expect(await store.block('run-1', 0)).toEqual({ ...withFeatures(0), features: null });
	});

	it('go with their run, and all of them when everything is deleted', async () => {
		const { folder, store } = await open();
		await store.appendBlocks('run-1', blocks(0));
		await store.updateRun('run-1', { status: 'done' });
		await store.createRun(testRun({ id: 'run-2' }));
		await store.appendBlocks('run-2', blocks(0));
		await store.updateRun('run-2', { status: 'done' });
		await store.deleteRun('run-1');
		expect(folder.entries.size).toBe(2);
		await store.purgeDeleted(0, Date.now() + 1);
		expect([...folder.entries.keys()]).toEqual(['run-2.f32']);
		await store.wipe();
		expect(folder.entries.size).toBe(0);
	});
});
