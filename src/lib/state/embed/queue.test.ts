import { describe, expect, it } from 'vitest';
import { manyRows } from '../../../../tests/fixtures/rows';
import type { Transaction } from '../../core/embed/wire';
import type { FileSource } from '../../engine/types';
import { door, scorerInMemory } from '../../../../tests/fixtures/embed-scorer';

const transaction: Transaction = { Time: 1, V1: 2, V2: 3, V3: 4, Amount: 5 };
const file = (name: string): FileSource => ({ name, blob: new Blob([manyRows(20)]) });

/** A scorer with the small pack, whose runs wait for the doors of their files. */
async function ready() {
	const parts = await scorerInMemory();
	await parts.loadSmall();
	const doors = new Map<string, ReturnType<typeof door>>();
	const doorOf = (name: string) => doors.get(name) ?? doors.set(name, door()).get(name) ?? door();
	parts.engine.gate = (name) => doorOf(name).opened;
	const { scorer } = parts;
	const hostFile = (name: string, id: number, { signal } = new AbortController()) =>
		scorer.scoreFile({ file: file(name).blob, name, scores: false, scoredFile: false }, { id, signal });
	const hostRows = (id: number, { signal } = new AbortController()) => scorer.score({ transactions: [transaction] }, { id, signal });
	const begins = (count: number) => expect.poll(() => parts.engine.begun.length).toBe(count);
	return { ...parts, open: (name: string) => doorOf(name).open(), hostFile, hostRows, begins };
}

const cancelled = { code: 'engine.cancelled' };

describe('batches of the host', () => {
	it('are scored one after the other in their order, and a single transaction goes in between', async () => {
		const { scorer, engine, open, hostFile, begins } = await ready();
		const all = ['a', 'b', 'c'].map((name, i) => hostFile(name, i));
		await begins(1);
		expect(scorer.busy).toBe(true);
		expect((await scorer.score({ transaction }, { id: 9, signal: new AbortController().signal })).kind).toBe('single');
		expect(engine.begun).toEqual(['a']);
		for (const name of ['c', 'b', 'a']) open(name);
		expect((await Promise.all(all)).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
		expect(engine.begun).toEqual(['a', 'b', 'c']);
		expect(scorer.busy).toBe(false);
		expect(scorer.calls).toBe(4);
	});

	it('can be given up while they wait, and while they are scored', async () => {
		const { engine, open, hostFile, hostRows, begins, scorer } = await ready();
		const [running, waiting] = [new AbortController(), new AbortController()];
		const first = hostFile('a', 1, running);
		const [second, third] = [hostRows(2, waiting), hostRows(3)];
		await begins(1);
		waiting.abort();
		await expect(second).rejects.toMatchObject(cancelled);
		running.abort();
		await expect(first).rejects.toMatchObject(cancelled);
		expect(scorer.batch.stage).toMatchObject({ kind: 'failed', failure: cancelled });
		open('rows.csv');
		expect((await third).kind).toBe('rows');
		expect(engine.begun).toEqual(['a', 'rows.csv']);
	});

	it('are given up before they began where their call was', async () => {
		const { hostFile, hostRows, engine } = await ready();
		const gone = new AbortController();
		gone.abort();
		await expect(hostFile('a', 1, gone)).rejects.toMatchObject(cancelled);
		await expect(hostRows(2, gone)).rejects.toMatchObject(cancelled);
		expect(engine.begun).toEqual([]);
	});

	it('leave the frame as it was when they are given up while their file is opened', async () => {
		const { hostFile, scorer, engine } = await ready();
		const reading = door();
		engine.reading = () => reading.opened;
		const controller = new AbortController();
		const opening = hostFile('a', 1, controller);
		await expect.poll(() => scorer.batch.stage.kind).toBe('opening');
		controller.abort();
		await expect(opening).rejects.toMatchObject(cancelled);
		expect(scorer.batch.stage).toEqual({ kind: 'empty' });
	});
});

describe("the analyst's own file", () => {
	it('is scored first, and the batches of the host wait for it', async () => {
		const { scorer, engine, open, hostFile, hostRows, begins } = await ready();
		await scorer.batch.choose(file('own'));
		const own = scorer.batch.start();
		const all = [hostRows(1), hostFile('a', 2)];
		await begins(1);
		open('rows.csv');
		open('a');
		expect(engine.begun).toEqual(['own']);
		open('own');
		await own;
		await Promise.all(all);
		expect(engine.begun).toEqual(['own', 'rows.csv', 'a']);
	});

	it('goes ahead of what the host has waiting, and none of that is lost', async () => {
		const { scorer, engine, open, hostFile, hostRows, begins } = await ready();
		await scorer.batch.choose(file('own'));
		const rows = hostRows(1);
		const [others, shown] = [hostRows(2), hostFile('a', 3)];
		await begins(1);
		const own = scorer.batch.start();
		expect(scorer.batch.stage).toMatchObject({ kind: 'running', source: { name: 'own' } });
		for (const name of ['rows.csv', 'own', 'a']) open(name);
		await rows;
		await own;
		await others;
		expect((await shown).name).toBe('a');
		expect(engine.begun).toEqual(['rows.csv', 'own', 'rows.csv', 'a']);
		expect(scorer.batch.stage).toMatchObject({ kind: 'done', source: { name: 'a' } });
	});

	it('can be given up while it waits', async () => {
		const { scorer, engine, open, hostRows, begins } = await ready();
		await scorer.batch.choose(file('own'));
		const rows = hostRows(1);
		await begins(1);
		const own = scorer.batch.start();
		scorer.batch.cancel();
		await own;
		expect(scorer.batch.stage).toMatchObject({ kind: 'failed', failure: cancelled });
		open('rows.csv');
		await rows;
		expect(engine.begun).toEqual(['rows.csv']);
	});
});

describe('the analyst', () => {
	it("may cancel the host's file, and the host is told", async () => {
		const { scorer, hostFile, hostRows, open, begins } = await ready();
		const shown = hostFile('a', 1);
		const rows = hostRows(2);
		await begins(1);
		expect(scorer.batch.stage).toMatchObject({ kind: 'running', source: { name: 'a' } });
		scorer.batch.cancel();
		await expect(shown).rejects.toMatchObject(cancelled);
		open('rows.csv');
		expect((await rows).kind).toBe('rows');
	});

	it("may open another file in the place of the host's that is being opened", async () => {
		const { scorer, hostFile, engine } = await ready();
		const reading = door();
		engine.reading = () => reading.opened;
		const refused = expect(hostFile('a', 1)).rejects.toMatchObject(cancelled);
		await expect.poll(() => scorer.batch.stage.kind).toBe('opening');
		const own = scorer.batch.choose(file('own'));
		reading.open();
		await own;
		await refused;
		expect(scorer.batch.stage).toMatchObject({ kind: 'preview', source: { name: 'own' } });
	});

	it("may start the host's file after what kept it from being scored was put right: then it is the analyst's", async () => {
		const { scorer, open, told } = await ready();
		const blob = new Blob([manyRows(20).replace('V2', 'second')]);
		const signal = new AbortController().signal;
		const refused = scorer.scoreFile({ file: blob, name: 'a', scores: false, scoredFile: false }, { id: 1, signal });
		await expect(refused).rejects.toMatchObject({ code: 'file.missing-columns' });
		await scorer.batch.adjust({ mapping: { V2: 2 } });
		open('a');
		await scorer.batch.start();
		expect(told.flatMap(({ event, params }) => (event === 'scored' && 'call' in params ? [params.call] : []))).toEqual([null]);
	});
});

describe('a pack', () => {
	it('is loaded between two batches, which are each scored with one pack', async () => {
		const { scorer, engine, state, load, small, profiles, open, hostRows, hostFile, begins } = await ready();
		const first = hostFile('a', 1);
		const second = hostRows(2);
		await begins(1);
		const loading = scorer.inTurn(() => load(profiles.sha256));
		open('a');
		expect((await first).pack.sha256).toBe(small.sha256);
		await loading;
		expect(state.status?.pack.sha256).toBe(profiles.sha256);
		await expect(second).rejects.toMatchObject({ code: 'file.missing-columns' });
		expect(engine.begun).toEqual(['a']);
	});
});
