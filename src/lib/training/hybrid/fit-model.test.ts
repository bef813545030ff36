import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { referenceModelMargins } from '../../core/members/model';
import { seededRandom } from '../../core/random/random';
import type { MemberConfig } from '../config';
import type { TrainingRows } from '../fit-mlp';
import { defaultGbdt } from '../gbdt/config';
import { fitCombiner } from './fit-combiner';
import { fitModel } from './fit-model';
import { stratifiedFolds } from './folds';
import { outOfFoldMargins } from './out-of-fold';

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

describe('fitModel', () => {
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
