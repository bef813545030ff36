import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { profileRows, tableOf } from '../../../../tests/fixtures/profile-pack';
import { manyRows } from '../../../../tests/fixtures/rows';
import { events, info, results, type Columns, type Transaction } from '../../core/embed/wire';
import { scoreOfMargin } from '../../core/pack/score';
import { decide, decisions } from '../../core/policy/policy';
import { mappingOf } from '../../engine/match-file';
import { scorerInMemory } from '../../../../tests/fixtures/embed-scorer';

const call = (id = 1, { signal } = new AbortController()) => ({ id, signal });
const names = ['Time', 'V1', 'V2', 'V3', 'Amount'];

/** A scorer with the small pack loaded, and the transactions of its golden vectors. */
async function ready(options = {}) {
	const parts = await scorerInMemory(options);
	await parts.loadSmall();
	const { golden, manifest } = parts.small;
	const transactions = golden.raw.map((row): Transaction => Object.fromEntries(names.map((name, c) => [name, row[c]])));
	return { ...parts, transactions, scores: golden.margins.map((margin) => scoreOfMargin(margin, manifest)) };
}

async function single(scorer: Awaited<ReturnType<typeof ready>>['scorer'], transaction: Transaction, id = 1) {
	const result = await scorer.score({ transaction }, call(id));
	if (result.kind !== 'single') throw new Error('One transaction has one result.');
	return result;
}

async function batch(scorer: Awaited<ReturnType<typeof ready>>['scorer'], params: { transactions: Transaction[] } | { columns: Columns }, id = 1) {
	const result = await scorer.score(params, call(id));
	if (result.kind === 'single') throw new Error('Rows have the result of a batch.');
	return result;
}

describe('one transaction of the host', () => {
	it("has the score that the pack's float64 reference gives it", async () => {
		const { scorer, transactions, scores, small } = await ready();
		for (const [i, transaction] of transactions.slice(0, 10).entries()) {
			const result = await single(scorer, transaction);
			expect(results.score.parse(result)).toEqual(result);
			expect(result.score).toBeCloseTo(scores[i], 5);
			expect(result.decision).toBe(decide(result.score, { kind: 'threshold', review: 0.5, decline: 0.9 }));
			expect(result.pack).toEqual({ name: 'small', title: 'Small', version: '1.0.0', sha256: small.sha256 });
		}
		expect(scorer.calls).toBe(10);
	});

	it('is read as JSON that an analyst types', async () => {
		const { scorer, transactions } = await ready();
		const [{ V1, ...others }] = transactions;
		const plain = await single(scorer, transactions[0]);
		const renamed = await single(scorer, { ...others, PC1: String(V1), note: 'x' });
		expect(renamed.score).toBe(plain.score);
		expect(renamed.warnings).toContain('Not read by this model: note.');
		await expect(single(scorer, others)).rejects.toMatchObject({ code: 'input.invalid', detail: { fields: { V1: expect.any(String) } } });
		await expect(single(scorer, { ...others, V1: 'much' })).rejects.toMatchObject({ code: 'input.invalid' });
	});

	it('waits for a pack that is being loaded, and fails as its loading does', async () => {
		const { scorer, state, loadSmall, small } = await scorerInMemory();
		const transaction = Object.fromEntries(names.map((name, c) => [name, small.golden.raw[0][c]]));
		const early = single(scorer, transaction);
		const rows = batch(scorer, { transactions: [transaction] }, 2);
		expect(info.parse(scorer.info())).toMatchObject({ pack: null, policy: null, backend: null });
		await loadSmall();
		expect((await early).score).toBe((await rows).scores?.[0]);
		state.fail(new Error('no'));
		await expect(single(scorer, transaction)).rejects.toMatchObject({ code: 'engine.internal' });
		const controller = new AbortController();
		void state.load({ label: '', sha256: null, location: { kind: 'files', files: {} } }, 'cpu');
		const waiting = scorer.score({ transaction }, call(3, controller));
		controller.abort();
		await expect(waiting).rejects.toMatchObject({ code: 'engine.cancelled' });
	});
});

describe('rows of the host', () => {
	it('have the scores of the reference, in their order, as objects and as columns', async () => {
		const { scorer, transactions, scores } = await ready();
		const objects = await batch(scorer, { transactions });
		const columns = Object.fromEntries(names.map((name) => [name, Float64Array.from(transactions, (row) => Number(row[name]))]));
		const arrays = await batch(scorer, { columns });
		expect(results.score.parse(objects)).toEqual(objects);
		expect(objects).toMatchObject({ kind: 'rows', rows: scores.length, scored: scores.length, rejected: 0, rejects: [], scoredFile: null });
		expect(arrays.scores).toEqual(objects.scores);
		expect(arrays.decisions).toEqual(objects.decisions);
		for (const [i, score] of scores.entries()) expect(objects.scores?.[i]).toBeCloseTo(score, 5);
		const one = await single(scorer, transactions[3]);
		expect(objects.scores?.[3]).toBe(one.score);
		expect(decisions[objects.decisions?.[3] ?? -1]).toBe(one.decision);
	});

	it('know of rows that cannot be scored', async () => {
		const { scorer, transactions } = await ready();
		const [a, b, { V2: _, ...lacking }] = transactions;
		const result = await batch(scorer, { transactions: [a, { ...a, Amount: null }, lacking, { ...b, Time: 'noon, or so' }, b] });
		expect(result).toMatchObject({ rows: 5, scored: 2, rejected: 3 });
		expect(result.rejects.map(({ row, code }) => [row, code])).toEqual([[2, 'cell.blank'], [3, 'cell.blank'], [4, 'cell.not-a-number']]);
		expect(Array.from(result.scores ?? [], Number.isNaN)).toEqual([false, true, true, true, false]);
		expect([...(result.decisions ?? [])].map((code) => code === 255)).toEqual([false, true, true, true, false]);
	});

	it('are refused as a file without the columns would be', async () => {
		const { scorer } = await ready();
		await expect(batch(scorer, { columns: { V1: Float64Array.of(1) } })).rejects.toMatchObject({ code: 'file.missing-columns' });
		expect(scorer.busy).toBe(false);
	});

	it('know the rows before them, for a pack with profiles, with texts and dates as they were written', async () => {
		const { scorer, engine, told, small, profiles } = await ready();
		const csv = tableOf(profileRows(400));
		// Shows the file in the frame, which finds its pack.
		const file = await scorer.scoreFile({ file: new Blob([csv]), name: 'a.csv', scores: true, scoredFile: false }, call(1));
		const { data } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
		const rows = await batch(scorer, { transactions: data }, 2);
		expect(file.pack.name).toBe('profiles');
		expect(rows.scores).toEqual(file.scores);
		expect(rows.rejects).toEqual(file.rejects);
		const packs = told.flatMap(({ params }) => ('protocol' in params ? [params.pack?.sha256] : []));
		expect(packs).toEqual([small.sha256, profiles.sha256]);
		expect(engine.begun).toEqual(['a.csv', 'rows.csv']);
	});
});

describe("a host's file", () => {
	it('is shown in the frame and comes back scored', async () => {
		const { scorer, engine } = await ready();
		const csv = manyRows(2500);
		const result = await scorer.scoreFile({ file: new Blob([csv]), name: 'day.csv', scores: true, scoredFile: true }, call());
		expect(results.scoreFile.parse(result)).toEqual(result);
		expect(scorer.batch.stage).toMatchObject({ kind: 'done', run: { id: result.runId }, source: { name: 'day.csv' } });

		// By the engine alone, from the file's bytes on.
		const source = { name: 'again.csv', blob: new Blob([csv]) };
		const { dialect, matches } = await engine.preview(source);
		const policy = { kind: 'threshold', review: 0.5, decline: 0.9 } as const;
		const run = await engine.scoreFile(source, { dialect, mapping: mappingOf(matches), policy, resume: null });
		const scored = await engine.exportScored(source, run.id, { gzip: false, policy });
		expect(await result.scoredFile?.text()).toBe(await scored.text());
		expect(result).toMatchObject({ kind: 'file', rows: 2500, flagged: run.counts.flagged, flaggedAmount: run.counts.flaggedAmount });
		const { data } = Papa.parse<Record<string, string>>(await scored.text(), { header: true, skipEmptyLines: true });
		expect(Array.from(result.decisions ?? [], (code) => decisions[code] ?? '')).toEqual(data.map(({ decision }) => decision));
	});

	it('comes back without what was not asked for', async () => {
		const { scorer } = await ready();
		const result = await scorer.scoreFile({ file: new Blob([manyRows(1100)]), name: 'day.csv', scores: false, scoredFile: false }, call());
		expect(result).toMatchObject({ scores: null, decisions: null, scoredFile: null, rejects: [{ row: 700 }, { row: 1000 }] });
	});

	it('goes on where it was given up, by the same thresholds only', async () => {
		let now = 0;
		const { scorer, told } = await ready({ clock: () => (now += 1000) });
		const file = new Blob([manyRows(20_000)]);
		const score = (controller = new AbortController()) =>
			scorer.scoreFile({ file, name: 'day.csv', scores: true, scoredFile: false }, call(1, controller));
		const giveUpHalfway = async () => {
			const controller = new AbortController();
			const { emit } = scorer;
			scorer.emit = (event, params) => {
				emit(event, params);
				if (event === 'progress' && 'share' in params && params.rows > 0) controller.abort();
			};
			await expect(score(controller)).rejects.toMatchObject({ code: 'engine.cancelled' });
			scorer.emit = emit;
			return told.length;
		};
		const whole = await score();
		scorer.setPolicy({ review: 0.4 });
		const before = await giveUpHalfway();
		const resumed = await score();
		expect(told.slice(before).flatMap(({ event, params }) => (event === 'progress' && 'rows' in params ? [params.rows] : []))[0]).toBeGreaterThan(0);
		expect(resumed.scores).toEqual(whole.scores);
		await giveUpHalfway();
		scorer.setPolicy({ review: 0 });
		const anew = await score();
		expect(anew).toMatchObject({ flagged: whole.scored, policy: { review: 0 } });
	});

	it('is refused with the first thing that keeps it from being scored', async () => {
		const { scorer } = await ready();
		const refused = (content: string) => scorer.scoreFile({ file: new Blob([content]), name: 'x.csv', scores: true, scoredFile: true }, call());
		await expect(refused('a,b\n1,2\n')).rejects.toMatchObject({ code: 'file.missing-columns' });
		await expect(refused('')).rejects.toMatchObject({ code: 'file.empty' });
		expect(scorer.busy).toBe(false);
	});
});

describe('thresholds', () => {
	it('of the host are those of its calls from then on', async () => {
		const { scorer, transactions } = await ready();
		expect(scorer.policyInUse).toEqual({ kind: 'threshold', review: 0.5, decline: 0.9 });
		expect(scorer.setPolicy({ review: 0 })).toEqual({ policy: { kind: 'threshold', review: 0 } });
		expect((await single(scorer, transactions[0])).decision).toBe('review');
		scorer.setPolicy({ review: 0, decline: 0 });
		const rows = await batch(scorer, { transactions });
		expect(rows).toMatchObject({ flagged: transactions.length, policy: { review: 0, decline: 0 } });
		expect(() => scorer.setPolicy({ review: 0.5, decline: 0.4 })).toThrow(expect.objectContaining({ code: 'config.invalid' }));
		expect(scorer.policy).toEqual({ kind: 'threshold', review: 0, decline: 0 });
	});
});

describe('what the host is told', () => {
	it('fits the wire, and is no value, header or name of what was scored', async () => {
		let now = 0;
		const { scorer, told, transactions } = await ready({ clock: () => (now += 1000) });
		const secret = 7391.53;
		const [transaction] = transactions;
		await single(scorer, { ...transaction, Amount: secret, holder: 'Ms Secret' }, 4);
		await batch(scorer, { transactions: [{ ...transaction, Amount: secret }, { ...transaction, Amount: 'Secret' }] }, 5);
		const csv = `${names.join(',')}\n1,2,3,4,${secret}\n1,2,3,4,Secret\n`;
		await scorer.scoreFile({ file: new Blob([csv]), name: 'Secret.csv', scores: true, scoredFile: true }, call(6));
		const values = Object.fromEntries(names.map((name, c) => [name, c === 4 ? secret : c]));
		await scorer.single.score({ kind: 'raw', values, trueClass: null });
		await scorer.batch.choose({ name: 'Secret.csv', blob: new Blob([csv]) });
		await scorer.batch.start(true);
		expect(scorer.batch.stage.kind).toBe('done');
		const policy = { kind: 'threshold', review: 0.25 } as const;
		scorer.analystMoved({ runId: 'id-9', flagged: 2, policy });

		for (const { event, params } of told) expect(events[event].parse(params)).toEqual(params);
		const calls = (wanted: string) => told.flatMap(({ event, params }) => (event === wanted && 'call' in params ? [params.call] : []));
		expect(calls('scored')).toEqual([4, 5, 6, null, null]);
		expect(calls('decision')).toEqual([4, null, null]);
		expect(new Set(calls('progress'))).toEqual(new Set([5, 6, null]));
		const { pack: _, ...others } = scorer.info();
		const text = JSON.stringify([told.map(({ event, params }) => (event === 'ready' ? others : params)), others]);
		for (const word of [String(secret), 'Secret', 'secret', 'V1', 'Amount']) expect(text).not.toContain(word);
	});

	it('of progress is at most ten reports a second', async () => {
		let now = 0;
		const { scorer, told } = await ready({ clock: () => now });
		for (let i = 0; i < 30; i++) {
			await batch(scorer, { columns: { Time: Float64Array.of(1), V1: [''], V2: [''], V3: [''], Amount: [''] } });
			now += 40;
		}
		const reports = told.filter(({ event }) => event === 'progress');
		// 30 runs in 1.2 seconds.
		expect(reports.length).toBeGreaterThan(5);
		expect(reports.length).toBeLessThanOrEqual(12);
	});
});
