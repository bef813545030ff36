import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { treeMargins } from '../../core/members/trees/ensemble';
import type { TreeEnsemble } from '../../core/members/trees/ensemble';
import { averagePrecision } from '../../core/metrics/precision-recall';
import { rank } from '../../core/metrics/ranking';
import { seededRandom } from '../../core/random/random';
import type { TrainingRows } from '../fit-mlp';
import { defaultGbdt } from './config';
import type { GbdtConfig } from './config';
import { fitGbdt } from './fit-gbdt';

const quick: GbdtConfig = { ...defaultGbdt, rounds: 12, learningRate: 0.3, maxLeaves: 8, minRows: 5 };

interface Made {
	readonly rows?: number;
	readonly width?: number;
	readonly missing?: number;
	readonly seed?: number;
	readonly logit?: (x: Float32Array) => number;
}

/** Rows of normal features, some rounded and some missing, with labels drawn from a logit of the features. */
function make({ rows = 600, width = 3, missing = 0.1, seed = 1, logit = (x) => 2 * (x[0] || 0) - 1 }: Made = {}): TrainingRows {
	const random = seededRandom(seed);
	const features = Float32Array.from({ length: rows * width }, (_, i) => {
		if (random.next() < missing) return NaN;
		return i % 2 === 0 ? random.normal() : Math.round(random.normal() * 4) / 4;
	});
	const labels = Uint8Array.from({ length: rows }, (_, row) => {
		const z = logit(features.subarray(row * width, (row + 1) * width));
		return random.next() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
	});
	return { rows, features, labels, weights: Float64Array.from({ length: rows }, () => 0.5 + random.next()) };
}

function margins(ensemble: TreeEnsemble, features: Float32Array): Float64Array {
	const out = new Float64Array(features.length / ensemble.width);
	treeMargins(ensemble, features, out.length, out);
	return out;
}

function logLoss(found: Float64Array, { labels, weights }: TrainingRows): number {
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	return found.reduce((sum, z, row) => sum + (weights[row] / total) * Math.log1p(Math.exp(labels[row] === 1 ? -z : z)), 0);
}

describe('fitGbdt', () => {
	it('finds the step of a single feature and its Newton leaves', async () => {
		// Ten rows at 0 with two frauds, ten at 1 with eight: p = ½, g = ±½, h = ¼, so w = ∓3 / (2.5 + 1).
		const labels = Uint8Array.from({ length: 20 }, (_, row) => (row < 2 || row >= 12 ? 1 : 0));
		const features = Float32Array.from({ length: 20 }, (_, row) => (row < 10 ? 0 : 1));
		const config = { ...quick, rounds: 1, learningRate: 0.5, l2: 1 };
		const data = { rows: 20, features, labels, weights: new Float64Array(20).fill(1) };
		const { ensemble } = await fitGbdt(config, data, null, seededRandom(1));
		const leaf = Math.fround((0.5 * 3) / 3.5);
		expect(ensemble.baseMargin).toBe(0);
		expect([...ensemble.feature]).toEqual([0, -1, -1]);
		expect([...ensemble.value]).toEqual([0.5, -leaf, leaf]);
		// With L1 the gradient of 3 shrinks to 2.
		const { ensemble: shrunk } = await fitGbdt({ ...config, l1: 1 }, data, null, seededRandom(1));
		expect(shrunk.value[2]).toBe(Math.fround((0.5 * 2) / 3.5));
		// A gain of 9 / 3.5 is not enough, ten rows a leaf are not eleven, a Hessian of 2.5 is not 2.6.
		for (const limit of [{ minGain: 2.58 }, { minRows: 11 }, { minHessian: 2.6 }]) {
			const { ensemble: none } = await fitGbdt({ ...config, ...limit }, data, null, seededRandom(1));
			expect([...none.feature]).toEqual([-1]);
		}
	});

	it('takes a weight for as many rows', async () => {
		const once = make({ rows: 300 });
		const weights = Float64Array.from({ length: 300 }, (_, row) => 1 + (row % 3));
		const repeated = [...weights].flatMap((weight, row) => Array.from({ length: weight }, () => row));
		const rows = {
			rows: repeated.length,
			features: Float32Array.from(repeated.flatMap((row) => [...once.features.subarray(row * 3, row * 3 + 3)])),
			labels: Uint8Array.from(repeated, (row) => once.labels[row]),
			weights: new Float64Array(repeated.length).fill(1)
		};
		const config = { ...quick, minRows: 1, minHessian: 3, rounds: 3 };
		const weighted = await fitGbdt(config, { ...once, weights }, null, seededRandom(1));
		const copied = await fitGbdt(config, rows, null, seededRandom(1));
		const [a, b] = [weighted, copied].map(({ ensemble }) => margins(ensemble, once.features));
		a.forEach((margin, row) => expect(margin).toBeCloseTo(b[row], 5));
	});

	it('is the same for a seed and another for another', async () => {
		const config = { ...quick, rowShare: 0.6, featureShare: 0.7 };
		const fit = async (seed: number) => (await fitGbdt(config, make(), null, seededRandom(seed))).ensemble;
		expect(await fit(3)).toEqual(await fit(3));
		expect(await fit(4)).not.toEqual(await fit(3));
	});

	it('learns on its own rows and on others, sampled or not', async () => {
		const [train, test] = [make({ rows: 2000 }), make({ rows: 2000, seed: 2 })];
		for (const config of [quick, { ...quick, rowShare: 0.5, featureShare: 0.67 }]) {
			const { ensemble } = await fitGbdt(config, train, null, seededRandom(1));
			const base = margins({ ...ensemble, roots: ensemble.roots.slice(0, 0) }, test.features);
			expect(logLoss(margins(ensemble, test.features), test)).toBeLessThan(0.85 * logLoss(base, test));
		}
	});

	it('learns on which side missing values belong', async () => {
		for (const missingIsLow of [true, false]) {
			const isLow = (x: number) => (Number.isNaN(x) ? missingIsLow : x < 0);
			const data = make({ missing: 0.3, width: 1, logit: ([x]) => (isLow(x) ? 2 : -2) });
			const { ensemble } = await fitGbdt({ ...quick, rounds: 1, maxLeaves: 2 }, data, null, seededRandom(1));
			const [low, high, missing] = margins(ensemble, Float32Array.of(-1, 1, NaN));
			expect(low).toBeGreaterThan(high);
			expect(missing).toBe(missingIsLow ? low : high);
		}
	});

	it('parts present from missing values when only that matters', async () => {
		const data = make({ missing: 0.5, rows: 800, width: 1, logit: (x) => (Number.isNaN(x[0]) ? 2 : -2) });
		const { ensemble } = await fitGbdt({ ...quick, rounds: 1, maxLeaves: 2 }, data, null, seededRandom(1));
		const [missing, ...present] = margins(ensemble, Float32Array.of(NaN, -1e30, -1, 0, 1, 1e30));
		expect(new Set(present).size).toBe(1);
		expect(missing).toBeGreaterThan(present[0]);
	});

	it('stops early, keeps the best trees and says what scoring will give', async () => {
		const [train, held] = [make({ rows: 300 }), make({ rows: 400, seed: 2 })];
		for (const stopBy of ['logLoss', 'averagePrecision'] as const) {
			const figures: number[] = [];
			const config = { ...quick, rounds: 200, patience: 5, stopBy };
			const onRound = ({ validation }: { validation: number | null }) => figures.push(validation ?? NaN);
			const fit = await fitGbdt(config, train, held, seededRandom(1), { onRound });
			const best = stopBy === 'logLoss' ? Math.min(...figures) : Math.max(...figures);
			expect(fit.validation).toBe(best);
			expect(fit.rounds).toBe(fit.ensemble.roots.length + 5);
			expect(figures.indexOf(best)).toBe(fit.ensemble.roots.length - 1);
			const found = margins(fit.ensemble, held.features);
			const ours = stopBy === 'logLoss' ? logLoss(found, held) : averagePrecision(rank(found, held.labels, held.weights));
			expect(ours).toBeCloseTo(best, 12);
		}
	});

	it('rejects at once when it is aborted', async () => {
		const controller = new AbortController();
		const onRound = ({ round }: { round: number }) => round === 2 && controller.abort(new Error('enough'));
		const seen: number[] = [];
		const options = { signal: controller.signal, onRound: (p: { round: number }) => void (seen.push(p.round), onRound(p)) };
		await expect(fitGbdt(quick, make(), null, seededRandom(1), options)).rejects.toThrow('enough');
		expect(seen).toEqual([1, 2]);
	});

	it('refuses one class and infinite features, and lives with useless columns', async () => {
		const data = make();
		const fit = (rows: TrainingRows) => fitGbdt(quick, rows, null, seededRandom(1));
		await expect(fit({ ...data, labels: data.labels.map(() => 1) })).rejects.toMatchObject({ code: 'data.one-class' });
		await expect(fit({ ...data, features: data.features.map(() => Infinity) })).rejects.toThrow(RangeError);
		for (const useless of [NaN, 7]) {
			const { ensemble } = await fit({ ...data, features: data.features.map(() => useless) });
			expect(ensemble.feature.every((feature) => feature === -1)).toBe(true);
		}
	});

	it('never breaks a monotone constraint', async () => {
		const direction = fc.constantFrom<1 | -1>(1, -1);
		await fc.assert(
			fc.asyncProperty(direction, fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 2, max: 20 }), async (sign, seed, maxLeaves) => {
				// The truth goes up and down, so that the constraint is in the way.
				const data = make({ rows: 400, seed, logit: (x) => 3 * Math.sin(2 * (x[0] || 0)) + (x[1] || 0) });
				const config: GbdtConfig = { ...quick, maxLeaves, rounds: 6, monotone: [sign, 0, 0] };
				const { ensemble } = await fitGbdt(config, data, null, seededRandom(1));
				const random = seededRandom(seed);
				for (let line = 0; line < 20; line++) {
					const [b, c] = [random.normal(), random.int(4) === 0 ? NaN : random.normal()];
					const points = Float32Array.from({ length: 3 * 40 }, (_, i) => [i / 15 - 4, b, c][i % 3]);
					const along = margins(ensemble, points);
					for (let i = 1; i < along.length; i++) expect(sign * (along[i] - along[i - 1])).toBeGreaterThanOrEqual(0);
				}
			}),
			{ numRuns: 20 }
		);
	});

	it('keeps to depth, leaves and rows a leaf', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 60 }), async (maxDepth, maxLeaves, minRows) => {
				const data = make({ rows: 300, seed: minRows });
				const { ensemble } = await fitGbdt({ ...quick, maxDepth, maxLeaves, minRows, rounds: 1 }, data, null, seededRandom(1));
				const depth = (node: number): number =>
					ensemble.feature[node] < 0 ? 0 : 1 + Math.max(depth(ensemble.left[node]), depth(ensemble.right[node]));
				expect(depth(0)).toBeLessThanOrEqual(maxDepth);
				expect(ensemble.feature.filter((feature) => feature < 0).length).toBeLessThanOrEqual(maxLeaves);
				const sizes = new Map<number, number>();
				for (const margin of margins(ensemble, data.features)) sizes.set(margin, (sizes.get(margin) ?? 0) + 1);
				expect(Math.min(...sizes.values())).toBeGreaterThanOrEqual(minRows);
			}),
			{ numRuns: 25 }
		);
	});
});
