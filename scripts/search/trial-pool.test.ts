import { afterEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../src/lib/core/random/random';
import { defaultGbdt } from '../../src/lib/training/gbdt/config';
import type { MemberConfig } from '../../src/lib/training/config';
import { runTrial } from '../../src/lib/training/search/run-trial';
import type { SearchData } from '../../src/lib/training/search/search-data';
import { rowsDigest } from './digests';
import { sharedData } from './shared-data';
import { trialPool } from './trial-pool';
import type { TrialRunner } from './trial-pool';
import type { TrialTask } from './trial-task';

function rows(count: number, seed: number): SearchData['folds'][number]['train'] {
	const random = seededRandom(seed);
	const labels = Uint8Array.from({ length: count }, (_, row) => (row % 5 === 0 ? 1 : 0));
	const features = Float32Array.from({ length: 3 * count }, (_, i) => random.normal() + labels[Math.floor(i / 3)]);
	return { rows: count, features, labels, weights: Float64Array.from(labels, (label) => (label ? 1 : 3)) };
}

const given: SearchData = {
	normalWeight: 3,
	folds: [{ train: rows(200, 1), validation: null, held: rows(100, 2), amounts: null, days: null, cards: null }]
};
const data = sharedData(given);

function task(member: MemberConfig, curves = false): TrialTask {
	return { model: { members: [member], combiner: null, marginBounds: [-20, 20] }, options: { seed: 1, rows: null, removeDetected: false }, curves };
}
const trees = (rounds: number): MemberConfig => ({ id: 'gbdt', kind: 'gbdt', stopEarly: false, boosting: { ...defaultGbdt, rounds } });
const network: MemberConfig = { id: 'mlp', kind: 'mlp', hidden: [3], dropout: 0, learningRate: 0.01, batchRows: 50, maxEpochs: 2, patience: 2, l2: 0, starts: 1 };

let pool: TrialRunner;
afterEach(() => pool.close());

describe('a pool of trials', () => {
	it('gives what running them here gives, whichever thread has them, and goes on after a failure', async () => {
		expect(rowsDigest(data)).toBe(rowsDigest(given));
		pool = trialPool(data, 2);
		const tasks = [task(trees(3)), task({ ...trees(2), sampleNormals: -1 }), task(network, true), task(trees(9)), task(trees(3))];
		const replies = await Promise.all(tasks.map((one) => pool.run(one)));
		const here = async (one: TrialTask) => runTrial(one.model, given, one.options, () => undefined);
		// Five trials in two threads: the last one waited, which is no part of its time.
		expect(replies[4].startedAt).toBeGreaterThan(replies[0].startedAt);
		for (const i of [0, 2, 3, 4]) expect(replies[i]).toMatchObject({ metrics: await here(tasks[i]) });
				expect(replies[1]).toMatchObject({ failure: { code: 'engine.internal' } });
		expect(replies[2]).toMatchObject({ curves: [{ name: 'curves/mlp/split 1 of 1/start 1 of 1', step: 1 }, { step: 2 }] });
		expect(replies[0]).toMatchObject({ curves: [] });
	}, 60_000);

	it('answers everything when it is closed', async () => {
		pool = trialPool(data, 1);
		const [first, ...rest] = [2, 1_000_000, 1_000_000].map((rounds) => pool.run(task(trees(rounds))));
		expect(await first).toHaveProperty('metrics');
		await pool.close();
		for (const reply of [...rest, pool.run(task(trees(1)))]) expect(await reply).toMatchObject({ failure: { code: 'engine.worker-crashed' } });
	}, 60_000);

	it('goes on with a new thread where one breaks, whether it is waiting or at work', async () => {
		const fragile = `import { parentPort } from 'node:worker_threads';
			parentPort.on('message', ({ curves, options }) => {
				if (options.rows === 1) throw new Error('no memory left');
				if (options.rows === 2) process.exit(3);
				parentPort.postMessage({ startedAt: 1, metrics: {}, curves: [] });
				if (curves) process.exit(4);
			});`;
		pool = trialPool(data, 1, new URL(`data:text/javascript,${encodeURIComponent(fragile)}`));
		const of = (rows: number | null, curves = false): TrialTask => ({ ...task(trees(1), curves), options: { seed: 1, rows, removeDetected: false } });
		const done = { startedAt: 1, metrics: {}, curves: [] };
		expect(await pool.run(of(1))).toMatchObject({ failure: { message: expect.stringContaining('no memory left') as string } });
		expect(await Promise.all([pool.run(of(2)), pool.run(of(null, true))])).toMatchObject([{ failure: { message: expect.stringContaining('code 3') as string } }, done]);
		await vi.waitFor(async () => expect(await pool.run(of(null))).toEqual(done), { timeout: 10_000 });
	}, 60_000);
});
