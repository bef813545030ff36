import { describe, expect, it } from 'vitest';
import { MemoryStore } from './memory-store';
import { testBlock, testRun } from './test-data';

describe('MemoryStore', () => {
	it('refuses a block beyond its capacity and keeps what it has', async () => {
		const store = new MemoryStore({ capacityBytes: 2_000 });
		await store.createRun(testRun());
		let stored = 0;
		const fill = async () => {
			for (; stored < 100; stored++) await store.appendBlocks('run-1', [testBlock(stored)]);
		};
		await expect(fill()).rejects.toMatchObject({ code: 'storage.full' });
		expect(stored).toBeGreaterThan(0);
		expect(await store.block('run-1', stored - 1)).toEqual(testBlock(stored - 1));
		expect((await store.getRun('run-1'))?.counts.rows).toBe(4 * stored);
	});
});
