import { describe, expect, it } from 'vitest';
import { seededRandom } from './random';
import { Resample } from './resample';

describe('Resample', () => {
	const counts = Float64Array.of(1, 0, 3, 40, 4, 5, 0, 1, 346, 600);
	const rows = counts.reduce((sum, count) => sum + count, 0);

	it('takes as many rows as there are, none from empty groups', () => {
		const random = seededRandom(1);
		for (const given of [counts, counts.subarray(0, 3), counts.subarray(8), Float64Array.of(0, 0), new Float64Array(0)]) {
			const taken = new Resample(given).draw(random);
			expect(taken.reduce((sum, count) => sum + count, 0)).toBe(given.reduce((sum, count) => sum + count, 0));
			taken.forEach((count, group) => expect(given[group] > 0 || count === 0).toBe(true));
		}
	});

	it('has the means, variances and covariances of a multinomial', () => {
		const random = seededRandom(2);
		const resample = new Resample(counts);
		const draws = 20_000;
		const sums = new Float64Array(counts.length);
		const products = new Float64Array(counts.length ** 2);
		for (let draw = 0; draw < draws; draw++) {
			const taken = resample.draw(random);
			taken.forEach((a, i) => {
				sums[i] += a;
				taken.forEach((b, j) => (products[i * counts.length + j] += (a - counts[i]) * (b - counts[j])));
			});
		}
		counts.forEach((ni, i) => {
			const variance = ni * (1 - ni / rows);
			expect(Math.abs(sums[i] / draws - ni)).toBeLessThanOrEqual(5 * Math.sqrt(variance / draws));
			counts.forEach((nj, j) => {
				const expected = i === j ? variance : -(ni * nj) / rows;
				// A product of two nearly normal counts wanders by about the product of their deviations; heavier tails for few rows.
				const wander = Math.sqrt((variance * nj * (1 - nj / rows) * 2 + ni) / draws);
				expect(Math.abs(products[i * counts.length + j] / draws - expected)).toBeLessThanOrEqual(5 * wander);
			});
		});
	});
});
