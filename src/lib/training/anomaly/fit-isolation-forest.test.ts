import { describe, expect, it } from 'vitest';
import { authority } from '../../../../tests/fixtures/anomaly/authority';
import { anomalyScores } from '../../core/members/anomaly-score';
import { EnsembleBuilder } from '../../core/members/trees/builder';
import type { SourceNode } from '../../core/members/trees/builder';
import { rank } from '../../core/metrics/ranking';
import { rocAuc } from '../../core/metrics/roc';
import { seededRandom } from '../../core/random/random';
import type { TrainingRows } from '../fit-mlp';
import { rowWeights } from '../weights';
import { defaultForest, fitIsolationForest } from './fit-isolation-forest';
import { averagePathLength } from './path-length';

const labels = Uint8Array.from(authority.labels);
const rows: TrainingRows = {
	rows: authority.rows,
	features: Float32Array.from(authority.features),
	labels,
	weights: rowWeights(labels, 9)
};

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
	const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
	const [meanA, meanB] = [mean(a), mean(b)];
	const product = (x: ArrayLike<number>, y: ArrayLike<number>, mx: number, my: number) =>
		Array.from(x).reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
	return product(a, b, meanA, meanB) / Math.sqrt(product(a, a, meanA, meanA) * product(b, b, meanB, meanB));
}

/** Ranks from 0, for Spearman's correlation; ties by position, which the few there are allow. */
function ranks(values: ArrayLike<number>): Float64Array {
	const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a] - values[b]);
	const out = new Float64Array(values.length);
	order.forEach((row, place) => (out[row] = place));
	return out;
}

describe('averagePathLength', () => {
	it('is scikit-learn’s', () => {
		const { n, c } = authority.pathLengths;
		n.forEach((count, i) => expect(averagePathLength(count)).toBeCloseTo(c[i], 9));
	});
});

describe('anomalyScores', () => {
	it('are scikit-learn’s for its own trees, with our leaves', () => {
		const { psi, trees, scores } = authority.given;
		const builder = new EnsembleBuilder('xgboost', 3);
		for (const nodes of trees) {
			// In preorder the right child follows the left one's last leaf.
			const after = (node: number): number => (nodes[node][0] < 0 ? node + 1 : after(after(node + 1)));
			builder.tree(0, nodes.length, (node): SourceNode => {
				const [feature, second, third] = nodes[node];
				if (feature < 0) return { kind: 'leaf', value: -(second + averagePathLength(third)) / (trees.length * averagePathLength(psi)) };
				return { kind: 'split', feature, threshold: second, flags: 0, left: node + 1, right: after(node + 1) };
			});
		}
		const ours = anomalyScores(builder.finish(0), rows.features, rows.rows);
		ours.forEach((score, row) => expect(score).toBeCloseTo(scores[row], 6));
	});
});

describe('fitIsolationForest', () => {
	it('ranks rows as scikit-learn’s forests do, and as well', () => {
		const large = fitIsolationForest({ trees: 1000, sampleRows: 256 }, rows, seededRandom(1));
		const scores = anomalyScores(large, rows.features, rows.rows);
		expect(correlation(ranks(scores), ranks(authority.meanScores))).toBeGreaterThan(0.995);
		expect(correlation(scores, authority.meanScores)).toBeGreaterThan(0.995);
		scores.forEach((score, row) => expect(Math.abs(score - authority.meanScores[row])).toBeLessThan(0.02));
		const aucs = Array.from({ length: 10 }, (_, seed) => {
			const forest = fitIsolationForest(defaultForest, rows, seededRandom(seed));
			return rocAuc(rank(anomalyScores(forest, rows.features, rows.rows), labels));
		});
		const mean = aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length;
		expect(Math.abs(mean - authority.rocAuc.mean)).toBeLessThan(3 * authority.rocAuc.deviation);
	});

	it('learns nothing from frauds, the same from the same seed, and no deeper than ⌈log2 ψ⌉', () => {
		const config = { trees: 20, sampleRows: 100 };
		const forest = fitIsolationForest(config, rows, seededRandom(2));
		const changed = rows.features.map((value, i) => (labels[Math.floor(i / 3)] === 1 ? 1e6 : value));
		expect(fitIsolationForest(config, { ...rows, features: changed }, seededRandom(2))).toEqual(forest);
		const depth = (node: number): number => (forest.feature[node] < 0 ? 0 : 1 + Math.max(depth(forest.left[node]), depth(forest.right[node])));
		expect(Math.max(...Array.from(forest.roots, depth))).toBe(7);
		expect(forest.roots.length).toBe(20);
	});

	it('draws rows in proportion to their weights', () => {
		// Two clumps of normals; the one that weighs nearly all is the normal one.
		const [count, width] = [400, 1];
		const features = Float32Array.from({ length: count * width }, (_, row) => (row % 2 === 0 ? row / 1000 : 10 + row / 1000));
		const heavy = (even: boolean) => Float64Array.from({ length: count }, (_, row) => ((row % 2 === 0) === even ? 1000 : 1));
		const scoresWith = (even: boolean) => {
			const data = { rows: count, features, labels: new Uint8Array(count), weights: heavy(even) };
			const forest = fitIsolationForest({ trees: 100, sampleRows: 64 }, data, seededRandom(3));
			return anomalyScores(forest, Float32Array.of(0.2, 10.2), 2);
		};
		const [low, high] = scoresWith(true);
		expect(low).toBeLessThan(high - 0.1);
		const [otherLow, otherHigh] = scoresWith(false);
		expect(otherHigh).toBeLessThan(otherLow - 0.1);
	});

	it('bears missing values, constants and fewer rows than it would draw', () => {
		const features = Float32Array.of(NaN, 5, 1, 5, NaN, 5, 2, 5);
		const data = { rows: 4, features, labels: new Uint8Array(4), weights: new Float64Array(4).fill(1) };
		const forest = fitIsolationForest(defaultForest, data, seededRandom(1));
		for (const score of anomalyScores(forest, features, 4)) {
			expect(score).toBeGreaterThan(0);
			expect(score).toBeLessThan(1);
		}
		const frauds = { ...data, labels: new Uint8Array(4).fill(1, 1) };
		expect(() => fitIsolationForest(defaultForest, frauds, seededRandom(1))).toThrow(expect.objectContaining({ code: 'data.one-class' }));
	});
});
