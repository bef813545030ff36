import { describe, expect, it } from 'vitest';
import { ShrikeError } from '../src/lib/core/errors';
import { MemoryStore } from '../src/lib/storage/memory-store';
import { file, scoreAsPreviewed, startEngine } from './fixtures/engine';

const raw = { Time: 7250, V1: 0.4, V2: -0.3, V3: 1.2, Amount: 25.5 };
const given = { kind: 'raw', values: raw, trueClass: null } as const;

describe('a single transaction', () => {
	it('is scored as the same row of a file is, and logged before it is answered', async () => {
		const { engine, store, status } = await startEngine(new MemoryStore());
		expect(await engine.status()).toEqual(status);
		const answer = await engine.scoreOne({ ...given, trueClass: 1 }, status.pack.policy);
		const run = await scoreAsPreviewed(engine, status, file('Time,V1,V2,V3,Amount\n7250,0.4,-0.3,1.2,25.5\n'));
		expect(answer.probability).toBe((await store.block(run.id, 0))?.score[0]);
		expect(answer).toMatchObject({ threshold: 0.5, backend: 'cpu', certificateId: status.certificate.id, warnings: [] });
		expect(answer.decision).toBe(answer.probability >= 0.5 ? 'review' : 'approve');
		expect(await store.getPrediction(answer.id)).toMatchObject({
			true_class: 1,
			probability: answer.probability,
			prediction: answer.decision === 'approve' ? 0 : 1,
			certificateId: status.certificate.id,
			packSha256: status.pack.sha256,
			features: Object.values(raw),
			runId: null
		});
	});

	it('gives the same from its standardised values', async () => {
		const { engine, status } = await startEngine();
		const answer = await engine.scoreOne(given, status.pack.policy);
		const again = await engine.scoreOne({ kind: 'standardised', values: answer.standardised, trueClass: null }, status.pack.policy);
		expect(again.probability).toBe(answer.probability);
	});

	it('names every bad field and scores nothing', async () => {
		const { engine, store, status } = await startEngine(new MemoryStore());
		const values = { Time: -1, V1: NaN, V2: Infinity, Amount: 3, Extra: 1 };
		const fault: unknown = await engine.scoreOne({ ...given, values }, status.pack.policy).catch((thrown: unknown) => thrown);
		expect(fault).toBeInstanceOf(ShrikeError);
		expect(fault).toMatchObject({
			code: 'input.invalid',
			detail: {
				fields: {
					Time: 'Time is -1, but cannot be below 0.',
					V1: expect.stringContaining('not a finite number'),
					V2: expect.stringContaining('not a finite number'),
					V3: expect.stringContaining('missing'),
					Extra: expect.stringContaining('not a column')
				}
			}
		});
		expect(await store.listPredictions(10)).toEqual([]);
	});

	it('refuses a wrong number of standardised values and raw ones among them', async () => {
		const { engine, status } = await startEngine();
		const standardised = (values: number[]) => engine.scoreOne({ kind: 'standardised', values, trueClass: null }, status.pack.policy);
		await expect(standardised([1, 2, 3])).rejects.toMatchObject({ code: 'input.wrong-count' });
		await expect(standardised([NaN, 0, 0, 0, 0, 0, 0, 0])).rejects.toMatchObject({ code: 'input.invalid' });
		const rawEight = [7250, 0.4, -0.3, 1.2, 25.5, Math.log1p(25.5), 2, 1];
		await expect(standardised(rawEight)).rejects.toMatchObject({ code: 'input.looks-raw' });
	});

	it('warns of values outside the training range and scores them', async () => {
		const { engine, status } = await startEngine();
		const answer = await engine.scoreOne({ ...given, values: { ...raw, Time: 9_000_000, V1: -99 } }, status.pack.policy);
		expect(answer.warnings).toEqual([
			expect.stringMatching(/^Time is 9000000; in training it was between \d+ and 17\d+\.$/),
			expect.stringContaining('V1 is -99;')
		]);
	});

	it('does not answer when it cannot be logged', async () => {
		const { engine, store, status } = await startEngine(new MemoryStore());
		store.logPrediction = () => Promise.reject(new ShrikeError('storage.full', 'The quota is used up.'));
		await expect(engine.scoreOne(given, status.pack.policy)).rejects.toMatchObject({ code: 'storage.full' });
	});
});

describe('a sample', () => {
	it('is the same for the same seed and scores without a reject', async () => {
		const { engine, status } = await startEngine();
		const [one, two] = await Promise.all([engine.sample({ rows: 500, seed: 7 }), engine.sample({ rows: 500, seed: 7 })]);
		expect(await one.blob.text()).toBe(await two.blob.text());
		const run = await scoreAsPreviewed(engine, status, one);
		expect(run.counts).toMatchObject({ rows: 500, scored: 500, labelled: 500, frauds: 5 });
	});
});

describe('an engine that was closed', () => {
	it('refuses every call', async () => {
		const { engine, status } = await startEngine();
		await engine.close();
		const calls = [engine.scoreOne(given, status.pack.policy), engine.preview(file('a')), engine.analyse('run-1')];
		for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'engine.cancelled' });
	});
});
