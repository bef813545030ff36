import fc from 'fast-check';
import { describe as suite, expect, it } from 'vitest';
import { authority } from '../../../../tests/fixtures/metrics/authority';
import { describe } from './describe';
import { linearQuantile, weightedQuantiles } from './quantiles';

suite.each(authority.quantiles)('against numpy: $name', (expected) => {
	const { values, weights, probabilities, invertedCdf, linear, mean, std } = expected;

	it('has its quantiles', () => {
		expect(weightedQuantiles(values, probabilities, weights)).toEqual(invertedCdf);
		const ascending = Float64Array.from(values).sort();
		probabilities.forEach((p, i) => expect(linearQuantile(ascending, p)).toBeCloseTo(linear[i], 12));
	});

	it('has its mean and deviation', () => {
		const got = describe(values, weights);
		expect(got.mean).toBeCloseTo(mean, 9);
		expect(got.std).toBeCloseTo(std, 9);
		expect(got.quantiles).toEqual(invertedCdf);
		expect([got.min, got.max]).toEqual([invertedCdf[0], invertedCdf[invertedCdf.length - 1]]);
	});
});

suite('weightedQuantiles', () => {
	it('is the smallest value that has the share of the weight at or below it', () => {
		const row = fc.record({ value: fc.integer({ min: -9, max: 9 }), weight: fc.integer({ min: 1, max: 3 }) });
		fc.assert(
			fc.property(fc.array(row, { minLength: 1 }), fc.integer({ min: 0, max: 64 }), (rows, of64) => {
				const [quantile] = weightedQuantiles(rows.map((r) => r.value), [of64 / 64], rows.map((r) => r.weight));
				const weight = (some: typeof rows) => some.reduce((sum, r) => sum + r.weight, 0);
				const needed = (of64 / 64) * weight(rows);
				expect(weight(rows.filter((r) => r.value <= quantile))).toBeGreaterThanOrEqual(needed);
				if (of64 > 0) expect(weight(rows.filter((r) => r.value < quantile))).toBeLessThan(needed);
			})
		);
	});

	it('leaves NaN out and has no quantile of nothing', () => {
		expect(weightedQuantiles([NaN, 2, 1], [0, 1])).toEqual([1, 2]);
		expect(weightedQuantiles([NaN], [0.5])).toEqual([NaN]);
		expect(weightedQuantiles([1], [0.5], [0])).toEqual([NaN]);
		expect(() => weightedQuantiles([1], [1.5])).toThrow(RangeError);
		expect(() => weightedQuantiles([1, 2], [0.5], [1])).toThrow(RangeError);
		expect(() => weightedQuantiles([1], [0.5], [-1])).toThrow(RangeError);
	});
});

suite('describe', () => {
	it('counts values and holes', () => {
		expect(describe([NaN, 4, 2, NaN])).toMatchObject({ count: 2, missing: 2, min: 2, max: 4, mean: 3, std: 1 });
		expect(describe([])).toMatchObject({ count: 0, missing: 0, min: NaN, max: NaN, mean: NaN, std: NaN });
	});

	it('keeps the digits of a small spread around a large mean', () => {
		expect(describe([1e9, 1e9 + 1, 1e9 + 2]).std).toBeCloseTo(Math.sqrt(2 / 3), 12);
	});
});
