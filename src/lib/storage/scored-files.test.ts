import { describe, expect, it, vi } from 'vitest';
import type { ScoredFiles, ScoredForm } from '../core/run/scored-files';
import { MemoryFolder, memoryScoredFiles } from './memory-folder';
import { PrivateScoredFiles } from './scored-files';

const form: ScoredForm = { policy: { kind: 'threshold', review: 0.5 }, gzip: false };
const encode = (text: string) => new TextEncoder().encode(text);
const marked = () => new Promise((resolve) => setTimeout(resolve, 5));

async function write(files: ScoredFiles, runId: string, text: string, as = form): Promise<Blob | null> {
	const file = await files.open(runId, as, text.length);
	for (const part of text.match(/.{1,3}/gs) ?? []) file?.write(encode(part));
	const blob = (await file?.finish()) ?? null;
	await marked();
	return blob;
}

describe('PrivateScoredFiles', () => {
	it('gives back what was written, in this realm and in another', async () => {
		const folder = new MemoryFolder();
		const files = memoryScoredFiles(folder);
		const blob = await write(files, 'run-1', 'a,b\n1,2\n');
		expect(await blob?.text()).toBe('a,b\n1,2\n');
		for (const realm of [files, memoryScoredFiles(folder)]) {
			const found = await realm.find('run-1', form);
			expect([await found?.text(), found?.type]).toEqual(['a,b\n1,2\n', 'text/csv']);
		}
	});

	it('finds a file by its run and all that makes its content', async () => {
		const files = memoryScoredFiles();
		await write(files, 'run-1', 'half', { ...form, policy: { kind: 'threshold', review: 0.5, decline: 0.9 } });
		await write(files, 'run-1', 'packed', { ...form, gzip: true });
		const text = async (id: string, as: ScoredForm) => (await files.find(id, as))?.text();
		expect(await text('run-1', { ...form, policy: { kind: 'threshold', review: 0.5, decline: 0.9 } })).toBe('half');
		expect(await text('run-1', { ...form, gzip: true })).toBe('packed');
		expect((await files.find('run-1', { ...form, gzip: true }))?.type).toBe('application/gzip');
		for (const other of [form, { ...form, gzip: true, scoredRows: 7 }, { ...form, policy: { kind: 'threshold' as const, review: 0.9 } }]) {
			expect(await text('run-1', other)).toBeUndefined();
		}
		expect(await text('run-2', { ...form, gzip: true })).toBeUndefined();
	});

	it('finds nothing that is still being written, was discarded, or was left by a worker that ended', async () => {
		const folder = new MemoryFolder();
		const files = memoryScoredFiles(folder);
		const file = await files.open('run-1', form, 3);
		file?.write(encode('one'));
		expect(await files.find('run-1', form)).toBeNull();
		expect(await files.open('run-1', form, 3)).toBeNull();
		expect(await memoryScoredFiles(folder).open('run-1', form, 3)).toBeNull();
		await file?.discard();
		expect(file?.write(encode('more'))).toBe(false);
		expect(await file?.finish()).toBeNull();
		expect(folder.entries.size).toBe(0);

		await (await folder.getFileHandle('run-1.r0.5.csv', { create: true })).getFile();
		expect(await files.find('run-1', form)).toBeNull();
		expect(await (await write(files, 'run-1', 'new'))?.text()).toBe('new');
	});

	it('gives a file up when the disk is full, and frees what it took', async () => {
		const folder = new MemoryFolder();
		const files = new PrivateScoredFiles({ folder: async () => folder, usage: async () => null });
		folder.capacityBytes = 10;
		const file = await files.open('run-1', form, 100);
		expect([file?.write(encode('12345678')), file?.write(encode('9ab')), file?.write(encode('c'))]).toEqual([true, false, false]);
		expect(await file?.finish()).toBeNull();
		expect(folder.entries.size).toBe(0);
	});

	it('makes room by what earlier runs left, and gives none where the log needs it', async () => {
		const folder = new MemoryFolder();
		let free = 1e12;
		const usage = async () => ({ usedBytes: folder.usedBytes, quotaBytes: folder.usedBytes + free });
		const files = new PrivateScoredFiles({ folder: async () => folder, usage, markAfterMs: 0 });
		for (const id of ['run-1', 'run-2', 'run-3']) await write(files, id, id);
		const found = async () => {
			const all = await Promise.all(['run-1', 'run-2', 'run-3'].map((id) => files.find(id, form)));
			return all.map((blob) => blob !== null);
		};
		expect(await found()).toEqual([false, true, true]);
		free = 1e9;
		expect(await files.open('run-4', form, 0.9e9)).toBeNull();
		expect(await found()).toEqual([false, false, false]);
		expect(folder.entries.size).toBe(0);
	});

	it.each([
		[10 * 2 ** 30, true],
		[10 * 2 ** 30 - 1, false]
	])('tries where a browser tells of %i bytes: Chromium never tells of more than 10 GiB', async (room, tries) => {
		const folder = new MemoryFolder();
		const usage = async () => ({ usedBytes: 7, quotaBytes: 7 + room });
		const files = new PrivateScoredFiles({ folder: async () => folder, usage });
		expect((await files.open('run-1', form, 7.3e9)) !== null).toBe(tries);
	});

	it('drops the files of one run and no other’s', async () => {
		const folder = new MemoryFolder();
		const files = memoryScoredFiles(folder);
		await write(files, 'run-1', 'one');
		await write(files, 'run-1.r', 'other');
		await files.drop('run-1');
		expect(await files.find('run-1', form)).toBeNull();
		expect(await (await files.find('run-1.r', form))?.text()).toBe('other');
	});

	it('sweeps away what is left, finished or not, but not what is being written', async () => {
		const folder = new MemoryFolder();
		const [files, page] = [memoryScoredFiles(folder), memoryScoredFiles(folder)];
		const file = await files.open('run-2', form, 3);
		await write(files, 'run-1', 'whole');
		await folder.getFileHandle('run-1.r0.7.csv', { create: true });
		await folder.getFileHandle('run-9.r0.5.csv.whole', { create: true });
		file?.write(encode('new'));
		await page.sweep();
		expect([...folder.entries.keys()]).toEqual(['run-2.r0.5.csv']);
		expect(await (await file?.finish())?.text()).toBe('new');
	});

	it('clears everything, what is being written too, and says whether that made room', async () => {
		const folder = new MemoryFolder();
		const files = memoryScoredFiles(folder);
		expect(await files.clear()).toBe(false);
		await write(files, 'run-1', 'one');
		const file = await files.open('run-2', form, 3);
		expect(await files.clear()).toBe(true);
		expect([folder.entries.size, file?.write(encode('x'))]).toEqual([0, false]);
	});

	it('waits a while for a file that another realm is about to let go', async () => {
		const folder = new MemoryFolder();
		const worker = new PrivateScoredFiles({ folder: async () => folder, usage: async () => null, markAfterMs: 100 });
		const file = await worker.open('run-1', form, 3);
		await file?.finish();
		await memoryScoredFiles(folder).drop('run-1');
		expect(folder.entries.size).toBe(0);
	});

	it('is silent where there is no such storage or it fails', async () => {
		const broken = new MemoryFolder();
		vi.spyOn(broken, 'getFileHandle').mockRejectedValue(new TypeError('broken'));
		const nowhere = [
			new PrivateScoredFiles(),
			new PrivateScoredFiles({ folder: async () => null }),
			new PrivateScoredFiles({ folder: () => Promise.reject(new Error('no')) }),
			memoryScoredFiles(broken)
		];
		for (const files of nowhere) {
			expect(await files.open('run-1', form, 1)).toBeNull();
			expect(await files.find('run-1', form)).toBeNull();
			await files.drop('run-1');
			await files.sweep();
			expect(await files.clear()).toBe(false);
		}
	});

	it('gives a page none to write, which has no synchronous handles', async () => {
		const folder = new MemoryFolder();
		const files = new PrivateScoredFiles({ folder: async () => pageView(folder), usage: async () => null });
		expect(await files.open('run-1', form, 1)).toBeNull();
		expect(folder.entries.size).toBe(0);
	});
});

/** The folder as a page sees it. */
function pageView(folder: MemoryFolder) {
	return {
		getFileHandle: async (name: string, options?: { readonly create?: boolean }) => {
			const file = await folder.getFileHandle(name, options);
			return { getFile: () => file.getFile() };
		},
		removeEntry: (name: string) => folder.removeEntry(name),
		keys: () => folder.keys()
	};
}
