import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedQuantiles } from '../../core/sketch/quantiles';
import { seededRandom } from '../../core/random/random';
import { binEdges } from './bin-edges';

const ones = (length: number) => new Float64Array(length).fill(1);
const binOf = (edges: Float32Array, x: number) => edges.filter((edge) => edge <= x).length;

describe('binEdges', () => {
	it('lie halfway between distinct values while these are few', () => {
		expect([...binEdges(Float32Array.of(3, NaN, 1, 1, -0, 0), ones(6), 255)]).toEqual([0.5, 2]);
		expect([...binEdges(Float32Array.of(NaN, 7), ones(2), 255)]).toEqual([]);
		expect([...binEdges(new Float32Array(0), ones(0), 255)]).toEqual([]);
		const next = 1 + 2 ** -23;
		expect([...binEdges(Float32Array.of(1, next), ones(2), 255)]).toEqual([next]);
	});

	it('are weighted quantiles of a smooth column', () => {
		const random = seededRandom(1);
		const column = Float32Array.from({ length: 20_000 }, () => random.normal());
		const weights = Float64Array.from(column, (x) => (x > 0 ? 9 : 1));
		const edges = binEdges(column, weights, 10);
		const deciles = weightedQuantiles(column, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], weights);
		expect(edges.length).toBe(9);
		edges.forEach((edge, i) => expect(edge).toBeCloseTo(deciles[i], 2));
	});

	it('give a heavy value its own bin', () => {
		const column = Float32Array.from({ length: 1000 }, (_, row) => (row < 500 ? 0 : row / 1000));
		const edges = binEdges(column, ones(1000), 8);
		expect(binOf(edges, 0)).toBeLessThan(binOf(edges, Math.fround(0.5)));
		expect(edges.length).toBeGreaterThanOrEqual(6);
	});

	it('part all values into at most so many bins, ascending, none of them empty', () => {
		const values = fc.array(fc.oneof(fc.float({ noDefaultInfinity: true }), fc.constantFrom(0, -0, 1, 2)), { maxLength: 80 });
		fc.assert(
			fc.property(values, fc.integer({ min: 2, max: 30 }), fc.integer({ min: 0, max: 99 }), (list, maxBins, seed) => {
				const random = seededRandom(seed);
				const column = Float32Array.from(list);
				const edges = binEdges(column, Float64Array.from(list, () => random.int(4)), maxBins);
				const present = column.filter((x) => !Number.isNaN(x));
				expect(edges.length).toBeLessThan(maxBins);
				expect(edges.every((edge, i) => i === 0 || edge > edges[i - 1])).toBe(true);
				const used = new Set(Array.from(present, (x) => binOf(edges, x)));
				expect(used.size).toBe(present.length === 0 ? 0 : edges.length + 1);
				if (new Set(present).size <= maxBins) expect(used.size).toBe(new Set(present).size);
			})
		);
	});
});
