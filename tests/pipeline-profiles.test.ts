import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ShrikeError } from '../src/lib/core/errors';
import { keyedHash } from '../src/lib/core/privacy/keyed-hash';
import type { KeyedHash } from '../src/lib/core/privacy/keyed-hash';
import type { SavedProfiles } from '../src/lib/core/run/store';
import type { RunRecord, ScoredBlock } from '../src/lib/core/run/types';
import { DirectEngine } from '../src/lib/engine/direct';
import { mappingOf } from '../src/lib/engine/match-file';
import type { EngineStatus, RunOptions, RunProgress } from '../src/lib/engine/types';
import { WorkerEngine } from '../src/lib/engine/worker/client';
import { HostedWorker } from '../src/lib/engine/worker/test-support';
import { MemoryStore } from '../src/lib/storage/memory-store';
import { file, scoreAsPreviewed, startEngine } from './fixtures/engine';
import { cardOf, profileHeader, profilePack, profileRows, tableOf } from './fixtures/profile-pack';

vi.setConfig({ testTimeout: 60_000 });

/** A log with a secret that tests know, which calls `before` ahead of every block and may be too full for profiles. */
class WatchedStore extends MemoryStore {
	before: (block: ScoredBlock) => void = () => undefined;
	fullFrom = Infinity;
	savedAfter: number[] = [];
	keyByte = 1;

	override async appendBlocks(runId: string, blocks: readonly ScoredBlock[]): Promise<void> {
		for (const block of blocks) this.before(block);
		await super.appendBlocks(runId, blocks);
	}

	override async saveProfiles(runId: string, profiles: SavedProfiles): Promise<void> {
		if (this.savedAfter.length >= this.fullFrom) throw new ShrikeError('storage.full', 'Full.');
		this.savedAfter.push(profiles.afterBlock);
		await super.saveProfiles(runId, profiles);
	}

	override async keyedHash(): Promise<KeyedHash> {
		return keyedHash(new Uint8Array(32).fill(this.keyByte));
	}
}

const pack = profilePack();
let now = 0;

async function start(store = new WatchedStore()): Promise<{ engine: DirectEngine; store: WatchedStore; status: EngineStatus }> {
	let ids = 0;
	const engine = new DirectEngine({ store, clock: () => now, newId: () => `run-${++ids}` });
	return { engine, store, status: await engine.load((await pack).source, { pin: 'cpu' }) };
}

async function blocksOf(store: MemoryStore, runId: string): Promise<ScoredBlock[]> {
	const blocks: ScoredBlock[] = [];
	for await (const { index } of store.blocks(runId)) {
		const block = await store.block(runId, index);
		if (block) blocks.push(block);
	}
	return blocks;
}

/** All rows' margins, as numbers that can be compared: a rejected row is null. */
async function marginsOf(store: MemoryStore, runId: string): Promise<(number | null)[]> {
	return (await blocksOf(store, runId)).flatMap(({ margin }) => [...margin].map((x) => (Number.isNaN(x) ? null : x)));
}

const monday = profileRows(500, 3, 1_559_520_000);
const wednesday = profileRows(500, 4, 1_559_692_800);

describe('a run of a model with profiles', () => {
	let engine: DirectEngine;
	let store: WatchedStore;
	let status: EngineStatus;
	let whole: RunRecord;
	let first: RunRecord;

	beforeAll(async () => {
		({ engine, store, status } = await start());
		whole = await scoreAsPreviewed(engine, status, file(tableOf([...monday, ...wednesday])));
		first = await scoreAsPreviewed(engine, status, file(tableOf(monday), 'monday.csv'));
	});

	it('says of how many rows nothing was known, which were late and which repeated', async () => {
		expect(status.pack.profileKeys).toEqual(['card', 'merchant']);
		const { profiles, rows, rejected } = first.counts;
		expect(rows).toBe(monday.length);
		// One blank card and one date that is none, and the row repeated after a blank card is blank too or not.
		expect(rejected).toBe(monday.filter((line) => /,yesterday,|,,"Shop/.test(line)).length);
		expect(profiles?.withoutHistory).toBe(new Set(monday.flatMap((line) => /,\s*(0\d{15})\s*,"/.exec(line)?.[1] ?? [])).size);
		expect(profiles?.late).toBeGreaterThan(0);
		expect(profiles?.repeated).toBe(4);
		const [block] = await blocksOf(store, first.id);
		expect(block.profiles).toEqual(profiles);
		// Features, not raw values, of which there are six.
		expect(block.features?.values).toHaveLength(first.counts.scored * status.pack.featureNames.length);
	});

	it('takes no notice of rows that it rejects', async () => {
		const good = monday.filter((line) => !/,yesterday,|,,"Shop/.test(line));
		const run = await scoreAsPreviewed(engine, status, file(tableOf(good)));
		const scored = (await marginsOf(store, first.id)).filter((margin) => margin !== null);
		expect(await marginsOf(store, run.id)).toEqual(scored);
		expect(run.counts.profiles).toEqual(first.counts.profiles);
	});

	it('goes on where an earlier run or a history file ended, as if both were one file', async () => {
		const expected = (await marginsOf(store, whole.id)).slice(monday.length);
		const source = file(tableOf(wednesday));
		const preview = await engine.preview(source);
		expect(preview.histories.map(({ id }) => id).slice(-2)).toEqual([first.id, whole.id].sort().reverse());

		const after = await scoreAsPreviewed(engine, status, source, { history: { kind: 'run', runId: first.id } });
		expect(await marginsOf(store, after.id)).toEqual(expected);
		expect(after.history).toEqual({ kind: 'run', label: 'monday.csv', runId: first.id, fingerprint: null });
		expect(after.counts.profiles?.withoutHistory).toBe(0);

		const progress: RunProgress[] = [];
		const history = { kind: 'file', source: file(tableOf(monday), 'monday.csv') } as const;
		const read = await scoreAsPreviewed(engine, status, source, { history, onProgress: (report) => progress.push(report) });
		expect(await marginsOf(store, read.id)).toEqual(expected);
		expect(read.counts).toEqual(after.counts);
		expect(read.history).toMatchObject({ kind: 'file', label: 'monday.csv', runId: null });
		expect(progress[0]).toMatchObject({ phase: 'history', runId: read.id, rows: monday.length });
		expect(progress.map(({ phase }) => phase)).toContain('scoring');
		expect(progress.at(-1)).toMatchObject({ phase: 'keeping', rows: wednesday.length });

		const empty = await scoreAsPreviewed(engine, status, source);
		expect(await marginsOf(store, empty.id)).not.toEqual(expected);
		expect(empty.history ?? null).toBeNull();
	});

	it('needs no labels in a history, and gives the ones that are there their weight after their delay', async () => {
		const unlabelled = monday.map((line) => line.replace(/,[01]?$/, ''));
		const source = file(`${[profileHeader.replace(',is_fraud', ''), ...unlabelled].join('\n')}\n`);
		const run = await scoreAsPreviewed(engine, status, file(tableOf(wednesday)), { history: { kind: 'file', source } });
		expect(run.counts.profiles?.withoutHistory).toBe(0);
		expect(await marginsOf(store, run.id)).not.toEqual((await marginsOf(store, whole.id)).slice(monday.length));
	});

	it('scores one transaction as the next row of a run, and leaves no mark of it', async () => {
		const [when, merchant, category, amt, distance] = ['2019-06-04 00:00:30', 'Shop 1, "1"', 'travel', '12.50', '3'];
		const row = `x,${when},${cardOf(3)},"Shop 1, ""1""",${category},${amt},${distance},`;
		const next = await scoreAsPreviewed(engine, status, file(tableOf([...monday, row])));
		const values = { when, card: cardOf(3), merchant, category, amt: Number(amt), distance: Number(distance) };
		const input = { kind: 'raw', values, trueClass: null } as const;
		for (let i = 0; i < 2; i++) {
			const { margin, warnings } = await engine.scoreOne({ ...input, historyRun: first.id }, status.pack.policy);
			expect(Math.fround(margin)).toBe((await marginsOf(store, next.id)).at(-1));
			expect(warnings.join()).not.toContain(cardOf(3));
		}
		const alone = await scoreAsPreviewed(engine, status, file(tableOf([row])));
		expect(Math.fround((await engine.scoreOne(input, status.pack.policy)).margin)).toBe((await marginsOf(store, alone.id))[0]);
		const { distance: _, ...without } = values;
		const unseen = await engine.scoreOne({ ...input, values: { ...without, category: 'yachts' } }, status.pack.policy);
		expect(unseen.warnings).toEqual([expect.stringMatching(/^merchant is /), 'category is “yachts”, which no training row had.']);
	});

	it('scores a sample of generated rows, some of which have a history', async () => {
		const run = await scoreAsPreviewed(engine, status, await engine.sample({ rows: 400, seed: 1 }));
		expect(run.counts).toMatchObject({ rows: 400, scored: 400 });
		expect(run.counts.profiles?.withoutHistory).toBeLessThan(100);
	});

	it('names every value of a transaction that cannot be', async () => {
		const values = { when: 'soon', card: ' ', merchant: 'm', amt: -1 };
		await expect(engine.scoreOne({ kind: 'raw', values, trueClass: null }, status.pack.policy)).rejects.toMatchObject({
			code: 'input.invalid',
			detail: {
				fields: {
					when: 'when is “soon”, which is no date; write it like 2026-01-31 23:59:59.',
					card: 'card is empty; enter a text.',
					category: 'category is missing; enter a text.',
					amt: 'amt is -1, but cannot be below 0.'
				}
			}
		});
	});

	it('is refused a history that does not fit, before a run is begun', async () => {
		const runs = (await store.listRuns(100)).length;
		const score = (history: RunOptions['history']) => scoreAsPreviewed(engine, status, file(tableOf(wednesday)), { history });
		await expect(score({ kind: 'run', runId: 'gone' })).rejects.toMatchObject({ code: 'storage.not-found' });
		await expect(score({ kind: 'file', source: file('a,b\n1,2\n') })).rejects.toMatchObject({ code: 'file.missing-columns' });
		store.keyByte = 2;
		await expect(score({ kind: 'run', runId: first.id })).rejects.toMatchObject({ code: 'state.other-key' });
		store.keyByte = 1;
		const saved = await store.profiles(first.id);
		await store.saveProfiles(whole.id, { ...(saved as SavedProfiles), bytes: Uint8Array.of(1, 2, 3) });
		await expect(score({ kind: 'run', runId: whole.id })).rejects.toMatchObject({ code: 'state.corrupt' });
		expect(await store.listRuns(100)).toHaveLength(runs);

		const plain = await startEngine();
		const table = file('Time,V1,V2,V3,Amount\n1,0,0,0,5\n');
		expect((await plain.engine.preview(table)).histories).toEqual([]);
		await expect(
			scoreAsPreviewed(plain.engine, plain.status, table, { history: { kind: 'run', runId: 'run-1' } })
		).rejects.toMatchObject({ code: 'state.not-needed' });
	});
});

/** Rows with so many blank lines between them that a few fill a block. */
function longRows(): string {
	return [profileHeader, ...profileRows(300)].join('\n'.repeat(40_000));
}

describe('a run with profiles that is cut off', () => {
	const source = file(longRows());
	const history = { kind: 'file', source: file(tableOf(monday), 'monday.csv') } as const;
	let expected: ScoredBlock[];
	let end: SavedProfiles | undefined;

	beforeAll(async () => {
		const { engine, store, status } = await start();
		const run = await scoreAsPreviewed(engine, status, source, { history });
		[expected, end] = [await blocksOf(store, run.id), await store.profiles(run.id)];
		expect(expected.length).toBeGreaterThanOrEqual(3);
	});

	// Milliseconds that a block takes: profiles are saved every ten seconds.
	it.each([
		['never saved its profiles but the first', 0],
		['saved them after every other block', 5500],
		['saved them after every block', 15_000]
	])('and %s goes on as if nothing had been, wherever it was cut off', async (_, blockMs) => {
		for (let cut = 0; cut < expected.length; cut++) {
			const { engine, store, status } = await start();
			let armed = true;
			store.before = (block) => {
				now += blockMs;
				if (armed && block.index === cut) throw new Error('killed');
			};
			await expect(scoreAsPreviewed(engine, status, source, { history })).rejects.toMatchObject({ code: 'engine.internal' });
			armed = false;
			const { resumable } = await engine.preview(source);
			expect(resumable?.counts.rows).toBe(expected.slice(0, cut).reduce((sum, { rows }) => sum + rows, 0));
			const run = await scoreAsPreviewed(engine, status, source, { resume: resumable?.id });
			expect(await blocksOf(store, run.id)).toEqual(expected);
			expect(await store.profiles(run.id)).toEqual(end);
			expect(run.history).toMatchObject({ label: 'monday.csv' });
		}
	});

	it.each([
		['before profiles were saved', 0],
		['after they were saved', 15_000]
	])('and cancelled %s saves no more of them, and goes on as if nothing had been', async (_, blockMs) => {
		for (let last = 0; last < expected.length - 1; last++) {
			const { engine, store, status } = await start();
			const cancel = new AbortController();
			let known: readonly number[] = [];
			store.before = (block) => {
				now += blockMs;
				if (block.index !== last) return;
				known = [...store.savedAfter];
				cancel.abort();
			};
			const cancelled = scoreAsPreviewed(engine, status, source, { history, signal: cancel.signal });
			await expect(cancelled).rejects.toMatchObject({ code: 'engine.cancelled' });
			expect(store.savedAfter).toEqual(known);
			const { resumable } = await engine.preview(source);
			expect(resumable?.status).toBe('cancelled');
			const run = await scoreAsPreviewed(engine, status, source, { resume: resumable?.id });
			expect(await blocksOf(store, run.id)).toEqual(expected);
			expect(await store.profiles(run.id)).toEqual(end);
		}
	});

	it('asks for its history file again where nothing of it was saved', async () => {
		const { engine, store, status } = await start();
		[store.fullFrom, store.before] = [0, (block) => { if (block.index === 1) throw new Error('killed'); }];
		await expect(scoreAsPreviewed(engine, status, source, { history })).rejects.toMatchObject({ code: 'engine.internal' });
		[store.fullFrom, store.before] = [Infinity, () => undefined];
		const goOn = (given: RunOptions['history']) => scoreAsPreviewed(engine, status, source, { resume: 'run-1', history: given });
		await expect(goOn(null)).rejects.toMatchObject({ code: 'file.not-the-same' });
		await expect(goOn({ kind: 'file', source: file(tableOf(wednesday)) })).rejects.toMatchObject({ code: 'file.not-the-same' });
		expect(await blocksOf(store, (await goOn(history)).id)).toEqual(expected);
	});
});

describe('a disk that is too full for profiles', () => {
	it('costs the run its profiles, not its scores, and an older state is not taken for its end', async () => {
		const { engine, store, status } = await start();
		const notices: string[] = [];
		const source = file(longRows());
		[store.fullFrom, store.before] = [1, () => (now += 15_000)];
		const onProgress = ({ notice }: RunProgress) => void (notice !== null && notices.push(notice));
		const run = await scoreAsPreviewed(engine, status, source, { onProgress });
		expect(run.status).toBe('done');
		expect(store.savedAfter).toHaveLength(1);
		expect(notices.length).toBeGreaterThan(0);
		expect(notices[0]).toContain('profiles');
		expect((await engine.preview(source)).histories).toEqual([]);
		expect(await store.profiles(run.id)).toBeUndefined();
	});
});

describe('an engine in a worker', () => {
	it('takes a history along, file and all, and goes on by itself after a crash', async () => {
		const store = new WatchedStore();
		const workers: HostedWorker[] = [];
		const createWorker = () => {
			const clock = () => now;
			workers.push(new HostedWorker(new DirectEngine({ store, clock, newId: () => crypto.randomUUID() })));
			return workers[workers.length - 1];
		};
		const engine = new WorkerEngine({ createWorker });
		const status = await engine.load((await pack).source, { pin: 'cpu' });
		expect(status.pack.profileKeys).toEqual(['card', 'merchant']);
		const source = file(longRows());
		const { dialect, matches } = await engine.preview(source);
		const options = { dialect, mapping: mappingOf(matches), policy: status.pack.policy, resume: null };
		const whole = await engine.scoreFile(source, { ...options, history: { kind: 'file', source: file(tableOf(monday)) } });

		let crashed = false;
		store.before = ({ index }) => {
			if (index !== 1 || crashed) return;
			crashed = true;
			// The dead worker's lock goes with it.
			void store.close();
			workers[0].fail('out of memory');
			throw new Error('killed');
		};
		const again = await engine.scoreFile(source, { ...options, history: { kind: 'file', source: file(tableOf(monday)) } });
		expect(workers).toHaveLength(2);
		expect(await blocksOf(store, again.id)).toEqual(await blocksOf(store, whole.id));
		await engine.close();
	});
});
