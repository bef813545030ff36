import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { referenceModelMargins } from '../../core/members/model';
import { seededRandom } from '../../core/random/random';
import type { MemberConfig } from '../config';
import type { TrainingRows } from '../fit-mlp';
import { defaultGbdt } from '../gbdt/config';
import { fitCalibrated, scoresOf } from './fit-calibrated';
import { fitCombiner } from './fit-combiner';
import { fitModel } from './fit-model';
import { stratifiedFolds } from './folds';
import { joinMembers } from './join-members';
import { outOfFoldMargins } from './out-of-fold';
import { sampleNormals } from './sample-normals';

/** Frauds have a large first feature; the second is noise. */
function rowsOf(rows: number, seed: number): TrainingRows {
	const random = seededRandom(seed);
	const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 10 === 0 ? 1 : 0));
	const features = new Float32Array(2 * rows);
	labels.forEach((label, row) => features.set([random.normal() + 2 * label, random.normal()], 2 * row));
	return { rows, features, labels, weights: Float64Array.from(labels, (label) => (label === 1 ? 1 : 3)) };
}

const members: readonly MemberConfig[] = [
	{ id: 'trees', kind: 'gbdt', stopEarly: true, boosting: { ...defaultGbdt, rounds: 20, maxLeaves: 4 } },
	{ id: 'line', kind: 'logistic', l2: 1 }
];
const [train, validation] = [rowsOf(600, 1), rowsOf(200, 2)];

beforeAll(async () => {
	await tf.setBackend('cpu');
});

describe('stratifiedFolds', () => {
	it('deals each class evenly, the same for a seed', () => {
		const folds = stratifiedFolds(train.labels, 5, seededRandom(1));
		for (let fold = 0; fold < 5; fold++) {
			const rows = Array.from(folds.keys()).filter((row) => folds[row] === fold);
			expect(rows.length).toBe(120);
			expect(rows.filter((row) => train.labels[row] === 1).length).toBe(12);
		}
		expect(stratifiedFolds(train.labels, 5, seededRandom(1))).toEqual(folds);
	});
});

describe('outOfFoldMargins', () => {
	it('tells nothing of a row by its own label: pure noise stays noise', async () => {
		const random = seededRandom(4);
		const noise = { ...train, features: train.features.map(() => random.normal()) };
		const deep: MemberConfig = { id: 'deep', kind: 'gbdt', stopEarly: false, boosting: { ...defaultGbdt, rounds: 60, minRows: 1 } };
		const [margins] = await outOfFoldMargins([deep], 5, noise, validation, seededRandom(1), () => undefined);
		const mean = (label: number) => {
			const own = margins.filter((_, row) => noise.labels[row] === label);
			return own.reduce((sum, margin) => sum + margin, 0) / own.length;
		};
		// Fitted on these rows themselves, such trees tell the classes apart by far more than 2.
		expect(Math.abs(mean(1) - mean(0))).toBeLessThan(1);
	});
});

describe('fitCombiner', () => {
	it('weighs the member that knows and not the one that errs', () => {
		const random = seededRandom(6);
		const good = Float64Array.from(train.labels, (label) => 4 * label - 2 + random.normal());
		const combiner = fitCombiner(['good', 'wrong'], [good, good.map((margin) => -margin + random.normal())], train, 1);
		if (combiner.kind !== 'logistic') throw new Error('a logistic combiner expected');
		expect(combiner.weights.good).toBeGreaterThan(0.5);
		expect(combiner.weights.wrong).toBe(0);
	});
});

describe('joinMembers', () => {
	const random = seededRandom(11);
	const truth = rowsOf(4000, 12);
	const told = (spread: number) => Float64Array.from(truth.labels, (label) => 4 * label - 2 + spread * random.normal());

	it('joins members that know different things, and does better than each', () => {
		const { combiner, candidates, chosen } = joinMembers(['a', 'b'], [told(2), told(2)], truth, 1, seededRandom(1));
		if (combiner.kind !== 'logistic') throw new Error('a logistic combiner expected');
		expect(Math.min(...Object.values(combiner.weights))).toBeGreaterThan(0.3);
		const [together, ...alone] = candidates;
		expect(chosen).toBe(together);
		for (const { logLoss, averagePrecision } of alone) {
			expect(together.logLoss).toBeLessThan(logLoss);
			expect(together.averagePrecision).toBeGreaterThan(averagePrecision);
		}
	});

	it('takes the best member alone where the others only disturb it', () => {
		const good = told(0.8);
		// What it seems to know in four folds of five is luck.
		const noise = Array.from({ length: 4 }, () => Float64Array.from(truth.labels, () => random.normal()));
		const few = { rows: 200, labels: truth.labels.slice(0, 200), weights: truth.weights.slice(0, 200) };
		const ids = ['good', ...noise.map((_, i) => `n${i}`)];
		const margins = [good, ...noise].map((values) => values.slice(0, 200));
		const { combiner, chosen, candidates } = joinMembers(ids, margins, few, 0, seededRandom(1));
		const [together, alone] = candidates;
		expect(alone.logLoss).toBeLessThan(together.logLoss);
		expect(alone.averagePrecision).toBeGreaterThanOrEqual(together.averagePrecision);
		expect(chosen.members).toEqual(['good']);
		if (combiner.kind !== 'logistic') throw new Error('a logistic combiner expected');
		expect(Object.entries(combiner.weights).filter(([, weight]) => weight > 0).map(([id]) => id)).toEqual(['good']);
		expect(Object.keys(combiner.weights)).toEqual(ids);
	});

	it('does not judge a member by the unit of its margins', () => {
		const [a, b] = [told(2), told(2)];
		const { combiner } = joinMembers(['a', 'b'], [a, b], truth, 5, seededRandom(1));
		const { combiner: scaled } = joinMembers(['a', 'b'], [a, b.map((margin) => margin / 100 - 1)], truth, 5, seededRandom(1));
		if (combiner.kind !== 'logistic' || scaled.kind !== 'logistic') throw new Error('logistic combiners expected');
		expect(scaled.weights.a).toBeCloseTo(combiner.weights.a, 6);
		expect(scaled.weights.b / 100).toBeCloseTo(combiner.weights.b, 6);
	});
});

describe('sampleNormals', () => {
	it('keeps every fraud and the total of the normals', () => {
		const sample = sampleNormals(train, 100, seededRandom(1));
		expect([sample.rows, sample.labels.reduce((sum, label) => sum + label, 0)]).toEqual([160, 60]);
		expect(sample.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(60 + 3 * 540, 9);
		expect(sampleNormals(train, 540, seededRandom(1))).toBe(train);
		expect(sampleNormals(train, undefined, seededRandom(1))).toBe(train);
		expect(sampleNormals(train, 100, seededRandom(1))).toEqual(sample);
	});
});

describe('fitModel', () => {
	it('needs no validation rows, and takes an anomaly member and samples of normals', async () => {
		const more: readonly MemberConfig[] = [
			...members,
			{ id: 'net', kind: 'mlp', hidden: [3], dropout: 0, learningRate: 0.02, batchRows: 64, maxEpochs: 2, patience: 2, l2: 0, starts: 1, sampleNormals: 200 },
			{ id: 'odd', kind: 'anomaly', trees: 20, sampleRows: 64 }
		];
		const config = { members: more, combiner: { folds: 2, l2: 1, sampleNormals: 400 }, marginBounds: [-20, 20] } as const;
		const fitted = await fitCalibrated(config, { train, validation: null }, seededRandom(9), () => undefined);
		expect(fitted.joined?.on.labels.length).toBe(60 + 400);
		expect(fitted.joined?.candidates.map(({ members }) => members.join())).toEqual(['trees,line,net,odd', 'trees', 'line', 'net', 'odd']);
		expect(fitted.calibrationChoice).toMatchObject({ on: 'out-of-fold', rows: 460, frauds: 60 });
		expect(fitted.members.map(({ text }) => text).join('\n')).toMatch(
			/fixed beforehand[^]*held-out \(a tenth[^]*learned from 200 of 540 normals[^]*isolation forest of 20 trees/
		);
		const scores = scoresOf(fitted, validation);
		const mean = (label: number) => {
			const own = scores.filter((_, row) => validation.labels[row] === label);
			return own.reduce((sum, score) => sum + score, 0) / own.length;
		};
		expect(mean(1)).toBeGreaterThan(5 * mean(0));
		expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
	}, 20_000);

	it('joins its members on folds, to the same bits for a seed', async () => {
		const config = { members, combiner: { folds: 3, l2: 1 } };
		const fit = () => fitModel(config, train, validation, seededRandom(9), () => undefined);
		const { model } = await fit();
		expect(model.members.map(({ id, kind }) => [id, kind])).toEqual([
			['trees', 'trees'],
			['line', 'network']
		]);
		expect(model.combiner.kind).toBe('logistic');
		expect((await fit()).model).toEqual(model);
		const margins = referenceModelMargins(model, validation.features, validation.rows);
		const mean = (label: number) => {
			const own = margins.filter((_, row) => validation.labels[row] === label);
			return own.reduce((sum, margin) => sum + margin, 0) / own.length;
		};
		expect(mean(1) - mean(0)).toBeGreaterThan(2);
	});
});
