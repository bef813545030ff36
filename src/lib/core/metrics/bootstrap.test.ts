import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authority } from '../../../../tests/fixtures/metrics/authority';
import { bootstrapIntervals } from './bootstrap';
import { bootstrapConfusion } from './bootstrap-confusion';
import { confusionAt, f1, falsePositiveRate, precision, recall } from './confusion';
import { mergeLeadingPositives, mergeNegativeRuns } from './merge-groups';
import { averagePrecision, bestF1, precisionAtRecall, recallAtPrecision } from './precision-recall';
import { confusionOf, rank, type Ranking } from './ranking';
import { recallAtFpr, rocAuc } from './roc';

const { bootstrap } = authority;
const weights = bootstrap.labels.map((label) => (label === 1 ? 1 : bootstrap.negativeWeight));
const ranking = rank(bootstrap.scores, bootstrap.labels, weights);
const { threshold, draws } = bootstrap;

/**
 * An end of a 95 % interval of a normal figure with deviation σ wanders by √(.025·.975 / draws) / .0584 · σ = .042 σ over
 * 4,000 draws, the difference of two such by .06 σ: a quarter of σ is four deviations, and room for a figure's steps.
 */
const tolerance = 0.25;

describe('bootstrapIntervals', () => {
	const intervals = bootstrapIntervals(
		ranking,
		{
			rocAuc,
			averagePrecision,
			recallAtPrecision: (r) => recallAtPrecision(r, bootstrap.precisionAsked),
			precision: (r) => precision(confusionOf(r, threshold)),
			recall: (r) => recall(confusionOf(r, threshold)),
			f1: (r) => f1(confusionOf(r, threshold)),
			falsePositiveRate: (r) => falsePositiveRate(confusionOf(r, threshold))
		},
		{ draws, seed: 1, splitAt: [threshold] }
	);

	it.each(Object.entries(intervals))('agrees with a bootstrap over rows on %s', (name, { estimate, low, high }) => {
		const expected = bootstrap.intervals[name];
		expect(Math.abs(low - expected.low)).toBeLessThan(tolerance * expected.std);
		expect(Math.abs(high - expected.high)).toBeLessThan(tolerance * expected.std);
		expect(low).toBeLessThanOrEqual(estimate);
		expect(high).toBeGreaterThanOrEqual(estimate);
	});

	it('repeats itself for a seed', () => {
		const once = (seed: number) => bootstrapIntervals(ranking, { rocAuc }, { draws: 50, seed });
		expect(once(3)).toEqual(once(3));
		expect(once(3)).not.toEqual(once(4));
	});

	it('narrows with the level', () => {
		const at = (level: number) => bootstrapIntervals(ranking, { rocAuc }, { draws: 200, seed: 1, level }).rocAuc;
		expect(at(0.5).low).toBeGreaterThan(at(0.95).low);
		expect(at(0.5).high).toBeLessThan(at(0.95).high);
	});

	it('says NaN for one class and refuses rows of unequal weight', () => {
		expect(bootstrapIntervals(rank([0.1, 0.2], [0, 0]), { rocAuc }, { draws: 5, seed: 1 })).toEqual({
			rocAuc: { estimate: NaN, low: NaN, high: NaN }
		});
		const unequal = rank([0.1, 0.2, 0.3], [0, 0, 1], [1, 2, 1]);
		expect(() => bootstrapIntervals(unequal, { rocAuc }, { draws: 5, seed: 1 })).toThrow(RangeError);
		for (const bad of [{ draws: 0, seed: 1 }, { draws: 5, seed: -1 }, { draws: 5, seed: 1, level: 1 }]) {
			expect(() => bootstrapIntervals(ranking, { rocAuc }, bad)).toThrow(RangeError);
		}
	});
});

describe('bootstrapConfusion', () => {
	const confusion = confusionAt(bootstrap.scores, bootstrap.labels, threshold, weights);
	const rowWeight = { positive: 1, negative: bootstrap.negativeWeight };
	const intervals = bootstrapConfusion(confusion, { draws, seed: 2, rowWeight });

	it.each(['precision', 'recall', 'f1', 'falsePositiveRate'] as const)('agrees with rows on %s', (name) => {
		const expected = bootstrap.intervals[name];
		expect(Math.abs(intervals[name].low - expected.low)).toBeLessThan(tolerance * expected.std);
		expect(Math.abs(intervals[name].high - expected.high)).toBeLessThan(tolerance * expected.std);
	});

	it('says NaN without rows and refuses parts of rows', () => {
		const none = bootstrapConfusion({ tp: 0, fp: 0, fn: 0, tn: 0 }, { draws: 5, seed: 1 });
		expect(none.recall).toEqual({ estimate: NaN, low: NaN, high: NaN });
		expect(() => bootstrapConfusion({ tp: 0.5, fp: 0, fn: 0, tn: 0 }, { draws: 5, seed: 1 })).toThrow(RangeError);
	});
});

describe.each([
	{ name: 'mergeNegativeRuns', merge: mergeNegativeRuns },
	{ name: 'mergeLeadingPositives', merge: mergeLeadingPositives }
])('$name', ({ merge }) => {
	const rows = fc.array(fc.record({ score: fc.nat(30), label: fc.constantFrom(0, 0, 0, 1), again: fc.nat(3) }));
	const share = fc.double({ min: 0, max: 1, noNaN: true });

	it('changes no figure, of the data or of any resample', () => {
		fc.assert(
			fc.property(rows, share, fc.nat(30), (given, at, threshold) => {
				const whole = rank(given.map((r) => r.score), given.map((r) => r.label));
				const merged = merge(whole, [threshold]);
				expect(figures(merged, at, threshold)).toEqual(figures(whole, at, threshold));
				// A resample keeps each row 0…3 times; its groups are those of the data, some of them empty.
				const kept = (of: Ranking, label: number) =>
					Float64Array.from(of.scores, (score, group) => {
						const above = group === 0 ? Infinity : of.scores[group - 1];
						return given
							.filter((r) => r.label === label && r.score >= score && r.score < above)
							.reduce((sum, r) => sum + r.again, 0);
					});
				const resample = (of: Ranking) => ({ ...of, positive: kept(of, 1), negative: kept(of, 0) });
				expect(figures(resample(merged), at, threshold)).toEqual(figures(resample(whole), at, threshold));
			})
		);
	});

});

describe('mergeNegativeRuns', () => {
	it('has at most one group more between two groups with positives', () => {
		const merged = mergeNegativeRuns(ranking);
		const withPositives = merged.positive.filter((weight) => weight > 0).length;
		expect(merged.scores.length).toBeLessThanOrEqual(2 * withPositives + 1);
	});
});

describe('mergeLeadingPositives', () => {
	it('leaves one group above the first negative row, but where a threshold asks about another', () => {
		const of = rank([0.9, 0.8, 0.7, 0.6, 0.5], [1, 1, 1, 0, 1]);
		expect([...mergeLeadingPositives(of).scores]).toEqual([0.7, 0.6, 0.5]);
		expect([...mergeLeadingPositives(of).positive]).toEqual([3, 0, 1]);
		expect([...mergeLeadingPositives(of, [0.85]).scores]).toEqual([0.9, 0.8, 0.7, 0.6, 0.5]);
	});
});

function figures(of: Ranking, at: number, threshold: number) {
	return {
		rocAuc: rocAuc(of).toFixed(12),
		averagePrecision: averagePrecision(of),
		bestF1: bestF1(of).f1,
		recallAtPrecision: at > 0 ? recallAtPrecision(of, at) : 0,
		precisionAtRecall: precisionAtRecall(of, at),
		recallAtFpr: recallAtFpr(of, at),
		confusion: confusionOf(of, threshold)
	};
}
