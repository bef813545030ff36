import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomEnsemble } from '../../../../tests/fixtures/trees/random-ensemble';
import { seededRandom } from '../../core/random/random';
import { fixedPoint } from './fixed-point';
import { gpuTrees, orderKey } from './gpu-trees-tables';

const float32 = fc.float({ noNaN: true });

describe('what the shader of trees reads', () => {
	it('orders integers as float32 numbers are ordered, infinities, subnormal numbers and both zeros included', () => {
		fc.assert(
			fc.property(float32, float32, (a, b) => {
				expect(orderKey(a) < orderKey(b)).toBe(a < b);
				expect(orderKey(a)).toBe(orderKey(a === 0 ? -a : a));
			})
		);
		expect(orderKey(-(2 ** -149))).toBeLessThan(orderKey(0));
		expect(orderKey(2 ** -149)).toBeGreaterThan(orderKey(-0));
	});

	it('adds integers of 64 bits to sums that are as near as float64’s', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { maxLength: 300 }), (leaves) => {
				const { encode, decode } = fixedPoint(leaves.reduce((sum, leaf) => sum + Math.abs(leaf), 0));
				const words = leaves.map(encode).reduce(
					([low, high], [l, h]) => {
						const sum = (low + l) >>> 0;
						return [sum, (high + h + (sum < l ? 1 : 0)) >>> 0];
					},
					[0, 0]
				);
				const expected = leaves.reduce((sum, leaf) => sum + leaf, 0);
				expect(Math.abs(decode(words[0], words[1]) - expected)).toBeLessThan(1e-11);
			})
		);
	});

	it('knows sums of nothing, of one and near the largest, and no infinite ones', () => {
		for (const x of [0, 1, -1, 0.1, 2 ** -1000, 1e300, -1e300, 3.4e38]) {
			const { encode, decode } = fixedPoint(Math.abs(x));
			expect(decode(...encode(x))).toBe(x === 2 ** -1000 ? 0 : x);
		}
		expect(() => fixedPoint(Infinity)).toThrow(RangeError);
	});

	it('refuses leaves whose sum is infinite, by a sentence', () => {
		const shape = { rules: 'lightgbm', width: 2, trees: 2, leaves: 4, categorical: 0, anyMissing: false, baseMargin: 0 } as const;
		const ensemble = randomEnsemble(shape, seededRandom(1));
		const value = ensemble.value.map((x, node) => (ensemble.feature[node] < 0 ? 1e308 : x));
		expect(() => gpuTrees({ ...ensemble, value })).toThrow(/add up to infinity/);
	});
});
