import { readFile } from 'node:fs/promises';
import { setTimeout as rest } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { DirectEngine } from '../src/lib/engine/direct';
import type { PackSource } from '../src/lib/engine/types';
import { MemoryStore } from '../src/lib/storage/memory-store';
import { scoreAsPreviewed } from './fixtures/engine';
import { bundledPacks, folderOf } from './fixtures/bundled';
import { segmentWorkers } from './support/segment-workers';

// An engine that is asked to scores invented rows before the first file comes, and nobody must notice but by the clock.

vi.setConfig({ testTimeout: 60_000 });

const patience = { timeout: 30_000, interval: 20 };

/** However slow the machine, a rehearsal is not over before it has scored a few files. */
const slowClock = (): number => performance.now() / 50;

/** By address, as the page gives it: what the engine reads, its workers read again. */
function bundled(name: string): PackSource {
	const pack = bundledPacks.find((one) => one.name === name);
	if (!pack) throw new Error(`No pack ${name}.`);
	return { label: name, sha256: pack.sha256, location: { kind: 'url', base: `${folderOf(pack)}/` } };
}

async function start(pack: string, rehearse: boolean) {
	const workers = segmentWorkers(2, 200_000);
	const store = new MemoryStore();
	const calls = vi.spyOn(store, 'appendBlocks');
	const made = vi.spyOn(store, 'createRun');
	let ids = 0;
	const engine = new DirectEngine({
		...{ store, segments: workers.pool, clock: slowClock, newId: () => `run-${++ids}` },
		readUrl: async (url) => new Uint8Array(await readFile(url))
	});
	const status = await engine.load(bundled(pack), { pin: 'cpu', rehearse });
	const told = (kind: string): number => workers.told.filter((message) => message.kind === kind).length;
	return { engine, store, status, told, logged: () => calls.mock.calls.length + made.mock.calls.length };
}

describe('a rehearsal', () => {
	it.each(['ulb-mlp', 'sparkov'])('scores invented rows of %s in all workers, and leaves nothing behind', async (pack) => {
		const { engine, store, told, logged } = await start(pack, true);
		await vi.waitFor(() => expect(told('score')).toBeGreaterThan(12), patience);
		await engine.close();
		expect(logged()).toBe(0);
		expect(await store.listRuns(10)).toEqual([]);
	});

	it('ends when somebody wants something, whose file is scored as ever', async () => {
		const { engine, status, told } = await start('ulb-mlp', true);
		await vi.waitFor(() => expect(told('score')).toBeGreaterThan(0), patience);
		const source = await engine.sample({ rows: 2000, seed: 7 });
		const run = await scoreAsPreviewed(engine, status, source);
		expect(run).toMatchObject({ id: 'run-1', status: 'done', counts: { rows: 2000, scored: 2000 } });
		const before = told('score');
		await rest(600);
		expect(told('score')).toBe(before);
		const alone = await start('ulb-mlp', false);
		const same = await scoreAsPreviewed(alone.engine, alone.status, source);
		expect(run.counts).toEqual(same.counts);
		expect((await engine.analyse(run.id)).scores).toEqual((await alone.engine.analyse(same.id)).scores);
		await Promise.all([engine.close(), alone.engine.close()]);
	});

	it('does not begin unasked, nor once something was asked for', async () => {
		const [unasked, asked] = await Promise.all([start('ulb-mlp', false), start('ulb-mlp', true)]);
		await asked.engine.preview(await asked.engine.sample({ rows: 1, seed: 1 }));
		await vi.waitFor(() => expect(asked.told('load')).toBe(2), patience);
		await rest(900);
		expect([unasked.told('score'), asked.told('score')]).toEqual([0, 0]);
		await Promise.all([unasked.engine.close(), asked.engine.close()]);
	});
});
