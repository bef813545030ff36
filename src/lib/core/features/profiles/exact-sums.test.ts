import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSums } from './exact-sums';

function sums(values: readonly number[]): ExactSums {
	const made = new ExactSums(true);
	made.reserve(1);
	for (const value of values) made.add(0, value);
	return made;
}

describe('ExactSums', () => {
	it('forget what left, whatever its size', () => {
		const made = sums([0.1, 1e15, 0.2, -3e14]);
		made.remove(0, 1e15);
		made.remove(0, -3e14);
		expect(made.sum(0)).toBeCloseTo(0.3, 15);
		made.remove(0, 0.1);
		made.remove(0, 0.2);
		expect([made.count(0), made.sum(0)]).toEqual([0, 0]);
	});

	it('forget squares of any amount of money', () => {
		const made = sums([0.1, 1e9, 0.2]);
		made.remove(0, 1e9);
		expect(made.deviation(0)).toBeCloseTo(0.05, 12);
	});

	it('know deviations far from zero', () => {
		const far = [1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4];
		expect(sums(far).deviation(0)).toBeCloseTo(Math.sqrt(1.25), 12);
		expect(sums([1e9 + 0.001, 1e9 + 0.001]).deviation(0)).toBe(0);
	});

	it('are those of the values that stay, exactly, for sliding windows of cents', () => {
		const cents = fc.array(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), { minLength: 1, maxLength: 200 });
		fc.assert(
			fc.property(cents, fc.integer({ min: 1, max: 20 }), (values, length) => {
				const made = sums([]);
				values.forEach((value, i) => {
					made.add(0, value / 100);
					if (i >= length) made.remove(0, values[i - length] / 100);
					const inside = values.slice(Math.max(0, i - length + 1), i + 1);
					const exact = Number(inside.reduce((sum, v) => sum + BigInt(v), 0n)) / 100;
					expect(Math.abs(made.sum(0) - exact)).toBeLessThanOrEqual(1e-8);
				});
			})
		);
	});
});
