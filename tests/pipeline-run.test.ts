import 'fake-indexeddb/auto';
import { gunzipSync } from 'fflate';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { ShrikeError } from '../src/lib/core/errors';
import type { RunStore } from '../src/lib/core/run/store';
import type { ScoredBlock } from '../src/lib/core/run/types';
import type { RunProgress } from '../src/lib/engine/types';
import { DirectEngine } from '../src/lib/engine/direct';
import { LogDatabase } from '../src/lib/storage/database';
import { DexieStore } from '../src/lib/storage/dexie-store';
import { MemoryStore } from '../src/lib/storage/memory-store';
import { file, scoreAsPreviewed, startEngine } from './fixtures/engine';
import { manyRows } from './fixtures/rows';
import { smallPack } from './fixtures/small-pack';

// Three runs of several blocks take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const rows = 25_000;
const table = manyRows(rows);

/** A log that calls `before` ahead of every block. */
class WatchedStore extends MemoryStore {
	appended = 0;
	before: (block: ScoredBlock) => void = () => undefined;

	override async appendBlocks(runId: string, blocks: readonly ScoredBlock[]): Promise<void> {
		for (const block of blocks) this.before(block);
		await super.appendBlocks(runId, blocks);
		this.appended += blocks.length;
	}
}

async function blocksOf(store: RunStore, runId: string): Promise<(ScoredBlock | undefined)[]> {
	const blocks: (ScoredBlock | undefined)[] = [];
	for await (const block of store.blocks(runId)) blocks.push(await store.block(runId, block.index));
	return blocks;
}

/** Data rows that the log says are flagged, each with its raw values. */
async function flaggedIn(store: RunStore, runId: string): Promise<number[][]> {
	const found: number[][] = [];
	for (const block of await blocksOf(store, runId)) {
		if (!block?.features) throw new Error('A block or its features are missing.');
		const { rows: entries, values } = block.features;
		const kept = entries?.length ?? block.rows;
		for (let entry = 0; entry < block.rows; entry++) {
			if (![1, 2].includes(block.decision[entry])) continue;
			const at = entries ? entries.indexOf(entry) : entry;
			found.push([block.firstRow + entry, ...Array.from({ length: values.length / kept }, (_, c) => values[c * kept + at])]);
		}
	}
	return found;
}

describe('a run', () => {
	it('logs every row before it is called done', async () => {
		const { engine, store, status } = await startEngine(new WatchedStore());
		const reports: RunProgress[] = [];
		const run = await scoreAsPreviewed(engine, status, file(table), { onProgress: (progress) => reports.push(progress) });
		const blocks = await blocksOf(store, run.id);

		expect(run).toMatchObject({ id: 'run-1', status: 'done', failure: null, backends: ['cpu'], switches: [] });
		expect(run.certificates).toEqual([status.certificate]);
		expect(await store.getRun(run.id)).toEqual(run);
		expect(run.counts.rows).toBe(rows);
		expect(run.counts.scored + run.counts.rejected).toBe(rows);
		// 25 ragged rows and 35 texts, of which 3 rows (7,000, 14,000, 21,000) are both.
		expect(run.counts.rejected).toBe(25 + 35 - 3);
		expect(run.counts.bytes).toBe(new Blob([table]).size);
		expect(blocks.map((block) => block?.firstRow)).toEqual([1, 8193, 16385, 24577]);
		expect(blocks.reduce((sum, block) => sum + (block?.rows ?? 0), 0)).toBe(rows);
		expect(reports[0]).toMatchObject({ runId: 'run-1', rows: 0 });
		expect(reports.at(-1)).toMatchObject({ rows, rejected: run.counts.rejected, flagged: run.counts.flagged, notice: null });

		const metrics = await store.metricsOf(run.id);
		expect(metrics).toMatchObject({ num_samples: run.counts.scored });
		expect(metrics?.recall).toBeGreaterThan(0);
	});

	it('has all its flagged rows in its blocks, with their raw values, and no single entries of them', async () => {
		const store = await DexieStore.open({ name: crypto.randomUUID() });
		const { engine, status } = await startEngine(store);
		const source = file(table);
		const run = await scoreAsPreviewed(engine, status, source);
		const scored = await (await engine.exportScored(source, run.id, { gzip: false, policy: run.policy })).text();
		const cells = scored.trimEnd().split('\n').map((line) => line.split(','));
		const decision = cells[0].indexOf('decision');
		const expected = cells.flatMap((line, row) =>
			['review', 'decline'].includes(line[decision]) ? [[row, ...line.slice(0, 5).map((cell) => Math.fround(Number(cell)))]] : []
		);
		expect(await flaggedIn(store, run.id)).toEqual(expected);
		expect(expected).toHaveLength(run.counts.flagged);
		// More than earlier releases made entries of, and not all.
		expect([expected.length > 10_000, expected.length < run.counts.scored]).toEqual([true, true]);
		const db = new LogDatabase(store.name);
		expect([await db.blocks.count(), await db.logs.count()]).toEqual([4, 0]);
		db.close();
		await store.close();
	});

	it('keeps no raw values where the user does not want them kept', async () => {
		const { engine, store, status } = await startEngine(new WatchedStore());
		const run = await scoreAsPreviewed(engine, status, file(table), { keepFeatures: false });
		expect((await blocksOf(store, run.id)).map((block) => block?.features)).toEqual([null, null, null, null]);
	});

	it('gives byte offsets at which the rows begin', async () => {
		const { engine, store, status } = await startEngine(new WatchedStore());
		const run = await scoreAsPreviewed(engine, status, file(table));
		const lines = table.split('\n');
		for (const block of await blocksOf(store, run.id)) {
			for (const i of [0, 17, (block?.rows ?? 0) - 1]) {
				const start = block?.offset[i] ?? 0;
				const line = lines[(block?.firstRow ?? 0) + i];
				expect(table.slice(start, start + line.length)).toBe(line);
			}
		}
	});

	it('is read back for drawing: table, top rows with their cells, rejects, figures', async () => {
		const { engine, status } = await startEngine();
		const run = await scoreAsPreviewed(engine, status, file(table));
		const analysis = await engine.analyse(run.id);
		const lines = table.split('\n');

		expect(analysis.run).toEqual(run);
		expect(analysis.table.margins).toHaveLength(run.counts.scored);
		expect(analysis.histogram.reduce((sum, count) => sum + count, 0)).toBe(run.counts.scored);
		expect(analysis.top).toHaveLength(1000);
		expect(analysis.top.map(({ margin }) => margin)).toEqual([...analysis.table.margins.subarray(0, 1000)]);
		expect(analysis.top.map(({ score }) => score)).toEqual([...analysis.scores.subarray(0, 1000)]);
		expect(analysis.top.map(({ cells }) => cells.join(','))).toEqual(analysis.top.map(({ row }) => lines[row]));
		expect(analysis.rejects.filter(({ code }) => code !== 'cell.bad-label')).toHaveLength(run.counts.rejected);
		const figures = await engine.figures(run.id);
		expect(figures?.rocAuc.low).toBeLessThanOrEqual(figures?.rocAuc.estimate ?? 0);
	});

	it('is analysed as soon as its rows are scored, while the last of them are on their way into the log', async () => {
		const { engine, status } = await startEngine();
		const early: ReturnType<DirectEngine['analyse']>[] = [];
		const phases: RunProgress['phase'][] = [];
		const run = await scoreAsPreviewed(engine, status, file(table), {
			onProgress: ({ phase, runId }) => {
				phases.push(phase);
				if (phase === 'keeping' && early.length === 0) early.push(engine.analyse(runId));
			}
		});
		const { run: record, ...analysis } = await early[0];
		expect(phases.indexOf('keeping')).toBe(phases.lastIndexOf('scoring') + 1);
		expect(record).toMatchObject({ id: run.id, status: 'running' });
		const figures = await engine.figures(run.id);
		const { run: kept, ...read } = await engine.analyse(run.id);
		expect(kept).toEqual(run);
		expect(isDeepStrictEqual(analysis, read)).toBe(true);
		expect(figures).toEqual(await engine.figures(run.id));
	});

	it('is what the log has of a run whose last rows did not come into it', async () => {
		const store = new WatchedStore();
		const { engine, status } = await startEngine(store);
		const cancel = new AbortController();
		const cancelling = scoreAsPreviewed(engine, status, file(table), {
			signal: cancel.signal,
			onProgress: ({ phase }) => phase === 'keeping' && cancel.abort()
		});
		await expect(cancelling).rejects.toMatchObject({ code: 'engine.cancelled' });
		const { run, table: read } = await engine.analyse('run-1');
		expect(run.status).toBe('cancelled');
		expect(read.margins).toHaveLength(run.counts.scored);
		expect(run.counts.rows).toBe((await blocksOf(store, 'run-1')).reduce((sum, block) => sum + (block?.rows ?? 0), 0));

		// The same where the log gives up.
		store.before = ({ index }) => {
			if (index === 3) throw new ShrikeError('storage.full', 'The quota is used up.');
		};
		await expect(scoreAsPreviewed(engine, status, file(table))).rejects.toMatchObject({ code: 'storage.full' });
		const after = await engine.analyse('run-2');
		expect(after.run).toMatchObject({ status: 'interrupted', counts: { rows: 24_576 } });
		expect(after.table.margins).toHaveLength(after.run.counts.scored);
	});

	it('begins nothing where the log refuses the run, and says why', async () => {
		const store = new WatchedStore();
		const { engine, status } = await startEngine(store);
		const refused = new ShrikeError('storage.full', 'The quota is used up.');
		store.createRun = () => Promise.reject(refused);
		const reports: RunProgress[] = [];
		await expect(scoreAsPreviewed(engine, status, file(table), { onProgress: (report) => reports.push(report) })).rejects.toBe(refused);
		expect(await store.getRun('run-1')).toBeUndefined();
		expect(store.appended).toBe(0);
	});

	it('lets only one file be scored at a time, and single transactions in between', async () => {
		const { engine, status } = await startEngine();
		let begun = (): void => undefined;
		const running = new Promise<void>((resolve) => (begun = resolve));
		const first = scoreAsPreviewed(engine, status, file(table), { onProgress: () => begun() });
		await running;
		const second = engine.scoreFile(file(table), {
			dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false },
			mapping: {},
			policy: status.pack.policy,
			resume: null
		});
		await expect(second).rejects.toMatchObject({ code: 'engine.busy' });
		const values = { Time: 1, V1: 0, V2: 0, V3: 0, Amount: 5 };
		await expect(engine.scoreOne({ kind: 'raw', values, trueClass: null }, status.pack.policy)).resolves.toBeDefined();
		await expect(first).resolves.toMatchObject({ status: 'done' });
	});
});

describe('a run and a model', () => {
	it('are not mixed when the run begins while the next model is being loaded', async () => {
		const { files, source } = await smallPack();
		let readOn = (): void => undefined;
		const gate = new Promise<void>((resolve) => (readOn = resolve));
		const readUrl = async (url: string) => {
			await gate;
			return files.get(url.split('/').at(-1) ?? '') ?? new Uint8Array();
		};
		const store = new WatchedStore();
		store.before = readOn;
		const engine = new DirectEngine({ store, clock: () => performance.now(), newId: () => 'run-1', readUrl });
		const status = await engine.load(source, { pin: 'cpu' });
		const next = engine.load({ label: 'next', sha256: null, location: { kind: 'url', base: '/next' } }, { pin: 'cpu' });
		const run = scoreAsPreviewed(engine, status, file(table));
		await expect(next).rejects.toMatchObject({ code: 'engine.busy' });
		await expect(run).resolves.toMatchObject({ status: 'done', counts: { rows } });
	});
});

describe('a run that is stopped', () => {
	it('stops working when cancelled, keeps its blocks and says so', async () => {
		const store = new WatchedStore();
		const { engine, status } = await startEngine(store);
		const cancel = new AbortController();
		store.before = (block) => block.index === 1 && cancel.abort();
		const run = scoreAsPreviewed(engine, status, file(table), { signal: cancel.signal });
		await expect(run).rejects.toMatchObject({ code: 'engine.cancelled' });
		expect(store.appended).toBe(2);
		expect(await store.getRun('run-1')).toMatchObject({ status: 'cancelled', failure: null, counts: { rows: 16_384 } });
	});

	it('is refused at once when the signal was aborted before', async () => {
		const { engine, store, status } = await startEngine();
		const run = scoreAsPreviewed(engine, status, file(table), { signal: AbortSignal.abort() });
		await expect(run).rejects.toMatchObject({ code: 'engine.cancelled' });
		expect(await store.getRun('run-1')).toBeUndefined();
	});

	it('goes on where it stopped: same blocks, same download as one that was never stopped', async () => {
		const whole = await startEngine(new WatchedStore());
		const uninterrupted = await scoreAsPreviewed(whole.engine, whole.status, file(table));

		const store = new WatchedStore();
		const { engine, status } = await startEngine(store);
		const cancel = new AbortController();
		store.before = (block) => block.index === 2 && cancel.abort();
		await expect(scoreAsPreviewed(engine, status, file(table), { signal: cancel.signal })).rejects.toThrow();
		store.before = () => undefined;
		const preview = await engine.preview(file(table, 'renamed.csv'));
		expect(preview.resumable).toMatchObject({ id: 'run-1', status: 'cancelled' });
		const resumed = await scoreAsPreviewed(engine, status, file(table), { resume: 'run-1' });

		expect(resumed).toMatchObject({ id: 'run-1', status: 'done', counts: uninterrupted.counts });
		// By Node, since vitest takes seconds for arrays of this length.
		expect(isDeepStrictEqual(await blocksOf(store, 'run-1'), await blocksOf(whole.store, uninterrupted.id))).toBe(true);
		expect(await store.metricsOf('run-1')).toMatchObject({
			...(await whole.store.metricsOf('run-1')),
			timestamp: expect.any(Number)
		});
		const options = { gzip: false, policy: status.pack.policy };
		const bytes = await (await engine.exportScored(file(table), 'run-1', options)).text();
		expect(bytes).toBe(await (await whole.engine.exportScored(file(table), uninterrupted.id, options)).text());
	});

	it('does not go on with another file', async () => {
		const store = new WatchedStore();
		const { engine, status } = await startEngine(store);
		store.before = (block) => {
			if (block.index === 1) throw new ShrikeError('storage.unavailable', 'The connection was lost.');
		};
		await expect(scoreAsPreviewed(engine, status, file(table))).rejects.toMatchObject({ code: 'storage.unavailable' });
		expect(await store.getRun('run-1')).toMatchObject({ status: 'interrupted', failure: { code: 'storage.unavailable' } });
		const other = file(table.replace('Time', 'time'));
		await expect(scoreAsPreviewed(engine, status, other, { resume: 'run-1' })).rejects.toMatchObject({
			code: 'file.not-the-same'
		});
		await expect(engine.exportScored(other, 'run-1', { gzip: false, policy: status.pack.policy })).rejects.toMatchObject({
			code: 'file.not-the-same'
		});
	});

	it('is interrupted when its file changes under it', async () => {
		const { engine, store, status } = await startEngine(new WatchedStore());
		const long = manyRows(60_000);
		const options = { dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false } as const, resume: null };
		const mapping = { Time: 0, V1: 1, V2: 2, V3: 3, Amount: 4, Class: 5 };
		const source = { name: 'in.csv', blob: new VanishingBlob([long]) };
		const run = engine.scoreFile(source, { ...options, mapping, policy: status.pack.policy });
		await expect(run).rejects.toMatchObject({ code: 'file.changed' });
		const stored = await store.getRun('run-1');
		expect(stored).toMatchObject({ status: 'interrupted', failure: { code: 'file.changed' } });
		expect(stored?.counts.rows).toBeGreaterThan(8000);
	});
});

/** A file that is changed once more than 1 MB of it was read by itself, as browsers report it. */
class VanishingBlob extends Blob {
	override slice(start = 0, end = this.size, type?: string): Blob {
		const slice = super.slice(start, end, type);
		if (start > 1_000_000 && end - start > 1_000_000) {
			slice.arrayBuffer = () => Promise.reject(new DOMException('The file changed.', 'NotReadableError'));
		}
		return slice;
	}
}

describe('a full disk', () => {
	it('first costs the raw features, then interrupts the run and keeps what was finished', async () => {
		const store = new WatchedStore();
		const { engine, status } = await startEngine(store);
		const full = () => new ShrikeError('storage.full', 'The quota is used up.');
		store.before = (block) => {
			if (block.index >= 1 && block.features !== null) throw full();
			if (block.index >= 3) throw full();
		};
		const notices: string[] = [];
		const run = scoreAsPreviewed(engine, status, file(table), {
			onProgress: ({ notice }) => notice !== null && notices.push(notice)
		});
		await expect(run).rejects.toMatchObject({ code: 'storage.full', message: expect.stringContaining('History') });
		expect(notices).toHaveLength(1);
		expect(notices[0]).toContain('without keeping the raw values');
		const blocks = await blocksOf(store, 'run-1');
		expect(blocks.map((block) => block?.features === null)).toEqual([false, true, true]);
		expect(await store.getRun('run-1')).toMatchObject({ status: 'interrupted', counts: { rows: 24_576 } });

		store.before = () => undefined;
		const resumed = await scoreAsPreviewed(engine, status, file(table), { resume: 'run-1' });
		expect(resumed).toMatchObject({ status: 'done', counts: { rows }, failure: null });
	});
});

describe('a download', () => {
	it('has the original bytes of every row with three cells appended, in order, rejected rows too', async () => {
		const { engine, status } = await startEngine();
		const run = await scoreAsPreviewed(engine, status, file(table));
		const text = await (await engine.exportScored(file(table), run.id, { gzip: false, policy: status.pack.policy })).text();
		const lines = text.split('\n');
		expect(lines).toHaveLength(rows + 2);
		expect(lines[0]).toBe('Time,V1,V2,V3,Amount,Class,fraud_probability,decision,error');
		expect(lines[700]).toMatch(/=1\+1,[01],,,"cell\.not-a-number: .*"$/);
		expect(lines[900]).toMatch(/,maybe,0\.\d+(e-\d+)?,\w+,"cell\.bad-label: .*"$/);
		expect(table.split('\n').filter((line, i) => !lines[i].startsWith(line))).toEqual([]);
	});

	it('decides by the policy asked for, and is gzip if asked', async () => {
		const { engine, status } = await startEngine();
		const run = await scoreAsPreviewed(engine, status, file(table));
		const policy = { kind: 'threshold', review: 0 } as const;
		const plain = await (await engine.exportScored(file(table), run.id, { gzip: false, policy })).text();
		expect(plain.match(/,review,/g)).toHaveLength(run.counts.scored);
		const packed = await (await engine.exportScored(file(table), run.id, { gzip: true, policy })).arrayBuffer();
		expect(new TextDecoder().decode(gunzipSync(new Uint8Array(packed)))).toBe(plain);
	});

	it('scored again has its old columns replaced: the same bytes', async () => {
		const { engine, status } = await startEngine();
		const options = { gzip: false, policy: status.pack.policy };
		const first = await scoreAsPreviewed(engine, status, file(table));
		const once = await engine.exportScored(file(table), first.id, options);
		const again = { name: 'scored.csv', blob: once };
		const preview = await engine.preview(again);
		expect(preview.replaced).toEqual(['fraud_probability', 'decision', 'error']);
		expect(preview.ignored).toEqual([]);
		const second = await scoreAsPreviewed(engine, status, again);
		const twice = await engine.exportScored(again, second.id, options);
		expect(await twice.text()).toBe(await once.text());
		expect(second.counts).toMatchObject({ ...first.counts, bytes: once.size });
	});

	it('leaves rows blank that a cancelled run never reached', async () => {
		const store = new WatchedStore();
		const { engine, status } = await startEngine(store);
		const cancel = new AbortController();
		store.before = () => cancel.abort();
		await expect(scoreAsPreviewed(engine, status, file(table), { signal: cancel.signal })).rejects.toThrow();
		const text = await (await engine.exportScored(file(table), 'run-1', { gzip: false, policy: status.pack.policy })).text();
		const lines = text.split('\n');
		expect(lines[8192]).toMatch(/,(approve|review|decline),$/);
		expect(lines[8193]).toMatch(/,,,not scored: the run ended before this row$/);
	});
});
