import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openStore } from './open';
import { testRun } from './test-data';

afterEach(() => vi.restoreAllMocks());

describe('openStore', () => {
	it('opens the database', async () => {
		const { store, fallback } = await openStore({ name: crypto.randomUUID() });
		expect([store.kind, fallback]).toEqual(['indexeddb', null]);
		await store.close();
	});

	it('goes on in memory and says why where there is none', async () => {
		vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
			throw new DOMException('denied', 'SecurityError');
		});
		const { store, fallback } = await openStore({ name: crypto.randomUUID() });
		expect(store.kind).toBe('memory');
		expect(fallback).toMatchObject({ code: 'storage.unavailable', detail: { reason: /SecurityError/ } });
		await store.createRun(testRun());
		expect(await store.listRuns(1)).toHaveLength(1);
	});
});
