import { afterEach, describe, expect, it, vi } from 'vitest';
import { persistenceGranted, storageUsage } from './quota';

afterEach(() => vi.unstubAllGlobals());

describe('storageUsage', () => {
	it('tells what the browser says', async () => {
		const storage = { estimate: async () => ({ usage: 5, quota: 100 }), persisted: async () => true };
		vi.stubGlobal('navigator', { storage });
		expect(await storageUsage()).toEqual({ usedBytes: 5, quotaBytes: 100, persisted: true });
	});

	it('is null where the browser has no answer', async () => {
		for (const storage of [undefined, {}, { estimate: async () => ({}) }, { estimate: () => Promise.reject(new TypeError()) }]) {
			vi.stubGlobal('navigator', { storage });
			expect(await storageUsage()).toBeNull();
		}
	});
});

describe('persistenceGranted', () => {
	it('is the browser’s answer, and false without one', async () => {
		vi.stubGlobal('navigator', { storage: { persist: async () => true } });
		expect(await persistenceGranted()).toBe(true);
		vi.stubGlobal('navigator', {});
		expect(await persistenceGranted()).toBe(false);
	});
});
