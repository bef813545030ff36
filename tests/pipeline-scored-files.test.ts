import { gunzipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import type { ScoredBlock } from '../src/lib/core/run/types';
import { DirectEngine } from '../src/lib/engine/direct';
import type { FileSource } from '../src/lib/engine/types';
import { MemoryFolder, memoryScoredFiles } from '../src/lib/storage/memory-folder';
import { MemoryStore } from '../src/lib/storage/memory-store';
import { scoreAsPreviewed } from './fixtures/engine';
import { manyRows } from './fixtures/rows';
import { smallPack } from './fixtures/small-pack';

vi.setConfig({ testTimeout: 60_000 });

const table = manyRows(20_000);

/** A file that counts how much of it is read. */
class CountedBlob extends Blob {
	read = 0;

	override slice(start = 0, end = this.size, type?: string): Blob {
		this.read += end - start;
		return super.slice(start, end, type);
	}

	override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
		this.read += this.size;
		return super.stream();
	}
}

async function start(store = new MemoryStore()) {
	const folder = new MemoryFolder();
	const scoredFiles = memoryScoredFiles(folder);
	let ids = 0;
	const options = { store, clock: () => performance.now(), newId: () => `run-${++ids}` };
	const engine = new DirectEngine({ ...options, scoredFiles });
	const status = await engine.load((await smallPack()).source, { pin: 'cpu' });
	const blob = new CountedBlob([table]);
	const source: FileSource = { name: 'in.csv', blob };
	/** The same log, read by an engine without files on disk. */
	const without = new DirectEngine(options);
	const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
	return { engine, without, status, store, folder, scoredFiles, source, blob, settled };
}

const policy = { kind: 'threshold', review: 0.25 } as const;

describe('a download with scored files on disk', () => {
	it('has the bytes that it has without them, the first time and when it is found again', async () => {
		const { engine, without, status, source, settled } = await start();
		const run = await scoreAsPreviewed(engine, status, source);
		await settled();
		for (const options of [
			{ gzip: false, policy: status.pack.policy },
			{ gzip: false, policy }
		]) {
			const expected = await (await without.exportScored(source, run.id, options)).text();
			for (const time of [1, 2]) {
				const text = await (await engine.exportScored(source, run.id, options)).text();
				expect(text === expected, `time ${time}`).toBe(true);
			}
		}
		const plain = await (await engine.exportScored(source, run.id, { gzip: false, policy })).text();
		for (const time of [1, 2]) {
			const packed = await (await engine.exportScored(source, run.id, { gzip: true, policy })).arrayBuffer();
			expect(new TextDecoder().decode(gunzipSync(new Uint8Array(packed))) === plain, `time ${time}`).toBe(true);
		}
	});

	it('reads the file for its fingerprint only when it is found, and still tells another file', async () => {
		const { engine, status, source, blob } = await start();
		const run = await scoreAsPreviewed(engine, status, source);
		const readBy = async () => {
			blob.read = 0;
			await engine.exportScored(source, run.id, { gzip: false, policy });
			return blob.read;
		};
		// a file as small as this one is its own fingerprint
		expect(blob.size).toBeLessThanOrEqual(1 << 20);
		expect(await readBy()).toBeGreaterThan(blob.size);
		expect(await readBy()).toBe(blob.size);
		const other = { name: 'other.csv', blob: new Blob([`${table}1,2,3,4,5,0\n`]) };
		await expect(engine.exportScored(other, run.id, { gzip: false, policy })).rejects.toMatchObject({ code: 'file.not-the-same' });
	});

	it('falls back to Blobs when the disk is full on the way, with all its bytes', async () => {
		const { engine, without, status, source, folder, scoredFiles, settled } = await start();
		const run = await scoreAsPreviewed(engine, status, source);
		await settled();
		await scoredFiles.clear();
		let took = 0;
		const onProgress = () => {
			took = Math.max(took, folder.usedBytes);
			folder.capacityBytes = 0;
		};
		const text = await (await engine.exportScored(source, run.id, { gzip: false, policy, onProgress })).text();
		expect(took).toBeGreaterThan(0);
		expect(text).toBe(await (await without.exportScored(source, run.id, { gzip: false, policy })).text());
		expect(folder.entries.size).toBe(0);
	});

	it('leaves nothing behind when it is cancelled', async () => {
		const { engine, status, source, folder, scoredFiles, settled } = await start();
		const run = await scoreAsPreviewed(engine, status, source);
		await settled();
		await scoredFiles.clear();
		const cancel = new AbortController();
		const options = { gzip: false, policy, signal: cancel.signal, onProgress: () => cancel.abort() };
		await expect(engine.exportScored(source, run.id, options)).rejects.toMatchObject({ code: 'engine.cancelled' });
		expect(folder.entries.size).toBe(0);
	});

	it('of a run that did not finish is not taken for that of the finished one', async () => {
		const cancel = new AbortController();
		const store = new (class extends MemoryStore {
			override async appendBlocks(runId: string, blocks: readonly ScoredBlock[]): Promise<void> {
				await super.appendBlocks(runId, blocks);
				cancel.abort();
			}
		})();
		const { engine, without, status, source } = await start(store);
		await expect(scoreAsPreviewed(engine, status, source, { signal: cancel.signal })).rejects.toThrow();
		const options = { gzip: false, policy };
		const half = await (await engine.exportScored(source, 'run-1', options)).text();
		expect(half).toContain('not scored');
		await scoreAsPreviewed(engine, status, source, { resume: 'run-1' });
		const whole = await (await engine.exportScored(source, 'run-1', options)).text();
		expect(whole).not.toContain('not scored');
		expect(whole).toBe(await (await without.exportScored(source, 'run-1', options)).text());
	});
});
