import type { Page } from '@playwright/test';

/** Everything in the log's database as text, by store: records and keys, bytes as text and as numbers. */
export function dumpLog(page: Page): Promise<{ [store: string]: string }> {
	return page.evaluate(async () => {
		const settled = <T>(request: IDBRequest<T>): Promise<T> =>
			new Promise((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('the database refused'));
			});
		const db = await settled(indexedDB.open('shrike'));
		// what a Blob of numbers says, whichever kind they are
		const numbers = async (blob: Blob): Promise<unknown> => {
			const bytes = await blob.arrayBuffer();
			const doubles = new Float64Array(bytes, 0, Math.floor(bytes.byteLength / 8));
			return [await blob.text(), [...doubles], [...new Float32Array(bytes, 0, Math.floor(bytes.byteLength / 4))]];
		};
		const read = async (record: unknown): Promise<unknown> => {
			if (typeof record !== 'object' || record === null) return record;
			const entries = Object.entries(record).map(async ([key, value]) => [key, value instanceof Blob ? await numbers(value) : value]);
			return Object.fromEntries(await Promise.all(entries));
		};
		const plain = (_: string, value: unknown): unknown =>
			ArrayBuffer.isView(value) && 'length' in value ? Array.from({ length: Number(value.length) }, (_, i) => Reflect.get(value, i)) : value;
		const dump: { [store: string]: string } = {};
		for (const name of db.objectStoreNames) {
			const store = db.transaction(name).objectStore(name);
			const [keys, records] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
			dump[name] = JSON.stringify([keys, await Promise.all(records.map(read))], plain);
		}
		db.close();
		return dump;
	});
}

/** How many records a store of the log has. */
export function countIn(page: Page, store: string): Promise<number> {
	return page.evaluate(
		(name) =>
			new Promise<number>((resolve, reject) => {
				const opening = indexedDB.open('shrike');
				opening.onerror = () => reject(opening.error ?? new Error('the database refused'));
				opening.onsuccess = () => {
					const db = opening.result;
					const counting = db.transaction(name).objectStore(name).count();
					counting.onsuccess = () => {
						db.close();
						resolve(counting.result);
					};
				};
			}),
		store
	);
}

/** Names of the scored files that the page's origin keeps on disk. */
export function scoredFiles(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const root = await navigator.storage.getDirectory();
		const names: string[] = [];
		for await (const name of (await root.getDirectoryHandle('scored', { create: true })).keys()) names.push(name);
		return names;
	});
}
