import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authority } from '../../../../tests/fixtures/metrics/authority';
import { confusionAt } from './confusion';
import { averagePrecision, bestF1, precisionAtRecall, precisionRecallCurve, recallAtPrecision } from './precision-recall';
import { confusionOf, rank } from './ranking';
import { recallAtFpr, rocAuc, rocCurve } from './roc';

/** Equal within 1e-9, NaN to NaN and infinity to infinity. */
function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>): void {
	expect(got.length).toBe(expected.length);
	for (let i = 0; i < expected.length; i++) {
		if (Number.isFinite(expected[i])) expect(Math.abs(got[i] - expected[i])).toBeLessThan(1e-9);
		else expect(got[i]).toBe(expected[i]);
	}
}

describe.each(authority.cases)('against scikit-learn: $name', ({ scores, labels, weights, ranking: expected }) => {
	const ranking = rank(scores, labels, weights);
	const positives = labels.some((label) => label === 1);

	it('has its areas', () => {
		expectClose([rocAuc(ranking)], [expected.rocAuc]);
		expectClose([averagePrecision(ranking)], [expected.averagePrecision]);
	});

	it('has its curves', () => {
		const { precision, recall, thresholds } = precisionRecallCurve(ranking);
		expectClose(precision, expected.precisionRecallCurve.precision);
		// Where scikit-learn invents a recall of 1 without positives, we say NaN.
		if (positives) expectClose(recall, expected.precisionRecallCurve.recall);
		else expect(recall[0]).toBeNaN();
		expectClose(thresholds, expected.precisionRecallCurve.thresholds);
		const roc = rocCurve(ranking, { dropIntermediate: false });
		expectClose(roc.falsePositiveRate, expected.rocCurve.falsePositiveRate);
		expectClose(roc.truePositiveRate, expected.rocCurve.truePositiveRate);
		expectClose(roc.thresholds, expected.rocCurve.thresholds);
		if (expected.rocCurveDropped === undefined) return;
		const dropped = rocCurve(ranking);
		expectClose(dropped.falsePositiveRate, expected.rocCurveDropped.falsePositiveRate);
		expectClose(dropped.truePositiveRate, expected.rocCurveDropped.truePositiveRate);
		expectClose(dropped.thresholds, expected.rocCurveDropped.thresholds);
	});

	it('has its points on the curves', () => {
		for (const [p, recall] of expected.recallAtPrecision) expectClose([recallAtPrecision(ranking, p)], [recall]);
		for (const [q, precision] of expected.precisionAtRecall) {
			expectClose([precisionAtRecall(ranking, q)], [precision]);
		}
		for (const [f, recall] of expected.recallAtFpr) expectClose([recallAtFpr(ranking, f)], [recall]);
		const { threshold, precision, recall, f1 } = bestF1(ranking);
		const best = expected.bestF1 ?? { threshold: NaN, precision: NaN, recall: NaN, f1: NaN };
		expectClose([threshold, precision, recall, f1], [best.threshold, best.precision, best.recall, best.f1]);
	});
});

describe('one class, or none', () => {
	it('is NaN wherever the missing class matters', () => {
		const normal = rank([0.1, 0.2], [0, 0]);
		const fraud = rank([0.1, 0.2], [1, 1]);
		const empty = rank([], []);
		for (const ranking of [normal, fraud, empty]) {
			expect(rocAuc(ranking)).toBeNaN();
			expect(recallAtFpr(ranking, 0.1)).toBeNaN();
		}
		for (const ranking of [normal, empty]) {
			expect(averagePrecision(ranking)).toBeNaN();
			expect(recallAtPrecision(ranking, 0.5)).toBeNaN();
			expect(precisionAtRecall(ranking, 0.5)).toBeNaN();
			expect(bestF1(ranking).f1).toBeNaN();
		}
		expect(averagePrecision(fraud)).toBe(1);
	});
});

describe('rank', () => {
	it('refuses what it cannot rank', () => {
		expect(() => rank([NaN], [0])).toThrow(RangeError);
		expect(() => rank([0.5], [2])).toThrow(RangeError);
		expect(() => rank([0.5, 0.5], [1])).toThrow(RangeError);
		for (const weight of [-1, NaN, Infinity]) expect(() => rank([0.5], [1], [weight])).toThrow(RangeError);
	});

	it('knows whether a class has one weight', () => {
		expect(rank([1, 2, 3], [0, 0, 1], [4, 4, 9]).rowWeight).toEqual({ positive: 9, negative: 4 });
		expect(rank([1, 2, 3], [0, 0, 1], [4, 5, 9]).rowWeight).toEqual({ positive: 9, negative: NaN });
		expect(rank([1, 2, 3], [0, 0, 1], [4, 0, 9]).rowWeight).toEqual({ positive: 9, negative: 4 });
		expect(rank([1], [0]).rowWeight).toEqual({ positive: NaN, negative: 1 });
	});

	const rows = fc.array(
		fc.record({ score: fc.integer({ min: -5, max: 5 }), label: fc.constantFrom(0, 1), weight: fc.nat(4) })
	);

	it('does not care about the order of rows, nor about a strictly increasing map of the scores', () => {
		fc.assert(
			fc.property(rows, (given) => {
				const of = (some: typeof given, map = (x: number) => x) =>
					rank(some.map((r) => map(r.score)), some.map((r) => r.label), some.map((r) => r.weight));
				expect(of([...given].reverse())).toEqual(of(given));
				const mapped = of(given, (x) => Math.exp(x));
				expect(rocAuc(mapped)).toEqual(rocAuc(of(given)));
				expect(averagePrecision(mapped)).toEqual(averagePrecision(of(given)));
			})
		);
	});

	it('counts a row of weight two as two rows', () => {
		fc.assert(
			fc.property(rows, (given) => {
				const repeated = given.flatMap((r) => new Array<typeof r>(r.weight).fill(r));
				const weighted = rank(given.map((r) => r.score), given.map((r) => r.label), given.map((r) => r.weight));
				const plain = rank(repeated.map((r) => r.score), repeated.map((r) => r.label));
				expect(weighted.scores).toEqual(plain.scores);
				expect(weighted.positive).toEqual(plain.positive);
				expect(weighted.negative).toEqual(plain.negative);
			})
		);
	});

	it('has the confusion of the rows at every threshold', () => {
		fc.assert(
			fc.property(rows, fc.integer({ min: -6, max: 6 }), (given, threshold) => {
				const columns = [given.map((r) => r.score), given.map((r) => r.label)] as const;
				expect(confusionOf(rank(...columns), threshold)).toEqual(confusionAt(...columns, threshold));
			})
		);
	});
});
