import { describe, expect, it, vi } from 'vitest';
import { keyedHash } from '../src/lib/core/privacy/keyed-hash';
import { keyText } from '../src/lib/core/run/key-column';
import type { ScoredFile, ScoredFiles, ScoredForm } from '../src/lib/core/run/scored-files';
import type { RunCounts, ScoredBlock } from '../src/lib/core/run/types';
import { DirectEngine } from '../src/lib/engine/direct';
import type { PackSource, RunOptions } from '../src/lib/engine/types';
import { MemoryStore } from '../src/lib/storage/memory-store';
import { file, scoreAsPreviewed } from './fixtures/engine';
import { profilePack, profileRows, tableOf } from './fixtures/profile-pack';
import { manyRows } from './fixtures/rows';
import { smallPack } from './fixtures/small-pack';
import { segmentWorkers } from './support/segment-workers';
import type { WatchedWorkers } from './support/segment-workers';

// What several workers make of a file's parts must be what one engine makes of the whole.

vi.setConfig({ testTimeout: 60_000 });

/** Keeps scored files in this process. */
class HeldFiles implements ScoredFiles {
	readonly whole = new Map<string, Blob>();
	written = 0;
	open(runId: string, form: ScoredForm): Promise<ScoredFile> {
		const chunks: Uint8Array<ArrayBuffer>[] = [];
		return Promise.resolve({
			write: (bytes) => {
				this.written += bytes.length;
				return chunks.push(bytes.slice()) > 0;
			},
			finish: () => {
				const blob = new Blob(chunks);
				this.whole.set(`${runId} ${JSON.stringify(form)}`, blob);
				return Promise.resolve(blob);
			},
			discard: () => Promise.resolve()
		});
	}
	find(runId: string, form: ScoredForm): Promise<Blob | null> {
		return Promise.resolve(this.whole.get(`${runId} ${JSON.stringify(form)}`) ?? null);
	}
	drop = () => Promise.resolve();
	clear = () => Promise.resolve(false);
	sweep = () => Promise.resolve();
}

class WatchedStore extends MemoryStore {
	before: (block: ScoredBlock) => void = () => undefined;

	override async appendBlocks(runId: string, blocks: readonly ScoredBlock[]): Promise<void> {
		for (const block of blocks) this.before(block);
		await super.appendBlocks(runId, blocks);
	}

	// One secret for all, so that cards have one name in all logs.
	override keyedHash = () => Promise.resolve(keyedHash(new Uint8Array(32).fill(7)));
}

const packs = { small: smallPack(), profiles: profilePack() };

async function start(pack: PackSource, workers: WatchedWorkers | null, options: { files?: ScoredFiles } = {}) {
	const store = new WatchedStore({ capacityBytes: 2 ** 30 });
	let ids = 0;
	const engine = new DirectEngine({
		store,
		clock: () => performance.now(),
		newId: () => `run-${++ids}`,
		...(workers && { segments: workers.pool }),
		...(options.files && { scoredFiles: options.files })
	});
	const status = await engine.load(pack, { pin: 'cpu' });
	return { engine, store, status };
}

/** All that the log holds of a run's rows, row by row, wherever blocks end. */
async function rowsOf(store: MemoryStore, runId: string) {
	const rows: unknown[] = [];
	const rejects: unknown[] = [];
	const features: unknown[] = [];
	for await (const { index } of store.blocks(runId)) {
		const block = await store.block(runId, index);
		if (!block) throw new Error('A block is missing.');
		for (let i = 0; i < block.rows; i++) {
			const { offset, margin, score, decision, label, amount, timestamp, keys } = block;
			const own = Object.entries(keys).map(([name, texts]) => [name, keyText(texts, i)]);
			rows.push([block.firstRow + i, offset[i], margin[i], score[i], decision[i], label[i], amount[i], timestamp[i], own]);
		}
		rejects.push(...block.rejects);
		if (block.features) {
			const { rows: entries, values } = block.features;
			const count = entries?.length ?? block.rows;
			const columns = Array.from({ length: values.length / count }, (_, c) => values.subarray(c * count, (c + 1) * count));
			for (let k = 0; k < count; k++) features.push([block.firstRow + (entries?.[k] ?? k), ...columns.map((column) => column[k])]);
		}
	}
	return { rows, rejects, features };
}

/** Amounts are added block by block, and segments make other blocks. */
function expectSameCounts(actual: RunCounts, expected: RunCounts): void {
	expect(actual).toEqual({ ...expected, flaggedAmount: actual.flaggedAmount });
	expect(actual.flaggedAmount / expected.flaggedAmount).toBeCloseTo(1, 12);
}

async function compared(pack: PackSource, text: string, workers: WatchedWorkers, options: Partial<RunOptions> = {}) {
	const [alone, shared] = [await start(pack, null), await start(pack, workers, { files: new HeldFiles() })];
	const source = file(text);
	const one = await scoreAsPreviewed(alone.engine, alone.status, source, options);
	const many = await scoreAsPreviewed(shared.engine, shared.status, source, options);
	expect(workers.told.some(({ kind }) => kind === 'score')).toBe(true);
	expectSameCounts(many.counts, one.counts);
	expect(await rowsOf(shared.store, many.id)).toEqual(await rowsOf(alone.store, one.id));
	const analyses = await Promise.all([shared.engine.analyse(many.id), alone.engine.analyse(one.id)]);
	expect({ ...analyses[0], run: null }).toEqual({ ...analyses[1], run: null });
	expect(await shared.store.metricsOf(many.id)).toEqual({ ...(await alone.store.metricsOf(one.id)), timestamp: expect.any(Number) as number });
	const form = { gzip: false, policy: one.policy };
	const copies = await Promise.all([shared.engine.exportScored(source, many.id, form), alone.engine.exportScored(source, one.id, form)]);
	expect(await copies[0].text()).toBe(await copies[1].text());
	return { alone, shared, one, many };
}

/** Texts with line ends, delimiters and quotes in them, so that most segments begin within one. */
function withNotes(table: string): string {
	const notes = ['"a\nb\nc,\n1,2,3,4,5,6"', '"x ""quoted""\r\n\r\n"', 'plain', '"\n\n\n\n"'];
	return table
		.trimEnd()
		.split('\n')
		.map((line, i) => `${line},${i === 0 ? 'note' : notes[i % notes.length]}\n`)
		.join('');
}

describe('a file scored in segments', () => {
	it('has the rows, rejects, features, figures and the scored file of one scored from front to back', async () => {
		await compared((await packs.small).source, manyRows(12_000), segmentWorkers(2, 10_000));
	});

	it('also where line ends within quotes mislead most segments', async () => {
		const workers = segmentWorkers(3, 2000);
		await compared((await packs.small).source, withNotes(manyRows(1500)), workers);
		const again = workers.told.filter((one) => one.kind === 'score' && one.task.start !== null);
		expect(again.length).toBeGreaterThan(10);
	});

	it('also where one row is longer than several segments, and the last has no line end', async () => {
		const [header, ...lines] = withNotes(manyRows(40)).trimEnd().split('\n');
		const long = `7,1,2,3,4,0,"${'long\n'.repeat(3000)}"`;
		await compared((await packs.small).source, [header, ...lines, long, ...lines].join('\n'), segmentWorkers(2, 1500));
	});

	it('passes rows through profiles in the order of the file, and ends with the same ones', async () => {
		const rows = profileRows(6000);
		const { alone, shared, one, many } = await compared((await packs.profiles).source, tableOf(rows), segmentWorkers(2, 20_000));
		const saved = await Promise.all([shared.store.profiles(many.id), alone.store.profiles(one.id)]);
		expect(saved[0]?.counts).toEqual(saved[1]?.counts);
		expect(saved[0]?.bytes.length).toBe(saved[1]?.bytes.length);
		const tail = file(tableOf(profileRows(500, 4, 1_562_900_000)));
		const after = (run: string) => ({ history: { kind: 'run', runId: run } as const });
		const next = [
			await scoreAsPreviewed(shared.engine, shared.status, tail, after(many.id)),
			await scoreAsPreviewed(alone.engine, alone.status, tail, after(one.id))
		];
		expect(await rowsOf(shared.store, next[0].id)).toEqual(await rowsOf(alone.store, next[1].id));
	});

	it('goes on in segments after the last stored block', async () => {
		const text = manyRows(9000);
		const workers = segmentWorkers(2, 8000);
		const { engine, store, status } = await start((await packs.small).source, workers);
		const stop = new AbortController();
		store.before = ({ index }) => index >= 12 && stop.abort();
		const source = file(text);
		await expect(scoreAsPreviewed(engine, status, source, { signal: stop.signal })).rejects.toMatchObject({ code: 'engine.cancelled' });
		store.before = () => undefined;
		const [stopped] = await store.listRuns(1);
		expect(stopped.counts.rows).toBeLessThan(9000);
		const run = await scoreAsPreviewed(engine, status, source, { resume: stopped.id });
		const alone = await start((await packs.small).source, null);
		const whole = await scoreAsPreviewed(alone.engine, alone.status, source);
		expectSameCounts(run.counts, whole.counts);
		expect((await rowsOf(store, run.id)).rows).toEqual((await rowsOf(alone.store, whole.id)).rows);
	});

	it('names the row that is too long, after those before it', async () => {
		const good = manyRows(400);
		const text = `${good}1,2,3,4,5,"${'x'.repeat(1_100_000)}\n`;
		const { engine, store, status } = await start((await packs.small).source, segmentWorkers(2, 4000));
		await expect(scoreAsPreviewed(engine, status, file(text))).rejects.toMatchObject({ code: 'file.row-too-long', detail: { row: 401, offset: good.length } });
		const [run] = await store.listRuns(1);
		expect(run).toMatchObject({ status: 'interrupted', counts: { rows: 400 } });
	});

	it('loses nothing when a worker breaks: the run goes on after what is stored, without workers', async () => {
		const workers = segmentWorkers(2, 8000);
		const { engine, store, status } = await start((await packs.small).source, workers);
		store.before = ({ index }) => index === 5 && workers.breakNext();
		const source = file(manyRows(9000));
		await expect(scoreAsPreviewed(engine, status, source)).rejects.toMatchObject({ code: 'engine.worker-crashed' });
		const [stopped] = await store.listRuns(1);
		const run = await scoreAsPreviewed(engine, status, source, { resume: stopped.id });
		expect(run.counts.rows).toBe(9000);
	});

	it('leaves its scored file where the download finds it, but not where its rows hold card numbers', async () => {
		const withCard = (table: string) => table.trimEnd().split('\n').map((line, i) => `${line},${i === 0 ? 'note' : 'paid by 4111 1111 1111 1111'}\n`).join('');
		const tables = [
			{ pack: packs.small, text: manyRows(3000), stored: true },
			{ pack: packs.small, text: withCard(manyRows(3000)), stored: false },
			{ pack: packs.profiles, text: tableOf(profileRows(3000)), stored: false }
		];
		for (const { pack, text, stored } of tables) {
			const files = new HeldFiles();
			const { engine, status } = await start((await pack).source, segmentWorkers(2, 20_000), { files });
			const source = file(text);
			const run = await scoreAsPreviewed(engine, status, source);
			expect(run.cardNumbers).toBe(!stored);
			expect(files.whole.size).toBe(stored ? 1 : 0);
			// A header may have been written before the first row was seen.
			expect(files.written).toBe(stored ? [...files.whole.values()][0].size : Math.min(files.written, 100));
			const form = { gzip: false, policy: run.policy };
			const again = { gzip: false, policy: { ...run.policy, review: 0.9 } };
			const download = await (await engine.exportScored(source, run.id, form)).text();
			const other = await (await engine.exportScored(source, run.id, again)).text();
			expect(files.whole.size).toBe(stored ? 2 : 0);
			const bare = (scored: string) => scored.replaceAll(/,(approve|review|decline),/g, ',decided,');
			expect(bare(download)).toBe(bare(other));
			expect(download).not.toBe(other);
		}
	});

	it('is scored by the engine alone where it is short, compressed or transcoded', async () => {
		const workers = segmentWorkers(2, 1 << 20);
		const { engine, status } = await start((await packs.small).source, workers);
		await scoreAsPreviewed(engine, status, file(manyRows(100)));
		const utf16 = new Uint8Array(Uint16Array.from(`\ufeff${manyRows(60_000)}`, (c) => c.charCodeAt(0)).buffer);
		await scoreAsPreviewed(engine, status, file(utf16));
		expect(workers.told.filter(({ kind }) => kind === 'score')).toEqual([]);
	});
});
