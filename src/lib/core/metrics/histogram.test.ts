import { describe, expect, it } from 'vitest';
import { authority } from '../../../../tests/fixtures/metrics/authority';
import { addToHistogram, emptyHistogram, histogram, scoreHistogram } from './histogram';

describe.each(authority.histograms)('against numpy.histogram ($edges.length edges)', (expected) => {
	const { values, edges, counts, weights, weighted } = expected;

	it('counts', () => {
		const got = histogram(values, edges);
		expect([...got.counts]).toEqual(counts);
		expect(got.below).toBe(values.filter((x) => x < edges[0]).length);
		expect(got.above).toBe(values.filter((x) => x > edges[edges.length - 1]).length);
	});

	it('weighs', () => {
		const got = histogram(values, edges, weights);
		(weighted ?? counts).forEach((weight, bin) => expect(got.counts[bin]).toBeCloseTo(weight, 9));
	});
});

describe('histograms', () => {
	it('lose nothing', () => {
		const got = histogram([-1, 0, 0.5, 1, 2, NaN, Infinity, -Infinity], [0, 0.5, 1]);
		expect(got).toMatchObject({ below: 2, above: 2, missing: 1 });
		expect([...got.counts]).toEqual([1, 2]);
	});

	it('have 50 bins for scores, both ends included', () => {
		const scores = scoreHistogram();
		for (const score of [0, 0.02, 0.999, 1]) addToHistogram(scores, score);
		expect(scores.counts).toHaveLength(50);
		expect([scores.counts[0], scores.counts[1], scores.counts[49]]).toEqual([1, 1, 2]);
	});

	it('refuse edges that are none', () => {
		for (const edges of [[], [1], [1, 1], [2, 1], [0, NaN], [0, Infinity]]) {
			expect(() => emptyHistogram(edges)).toThrow(RangeError);
		}
	});
});
