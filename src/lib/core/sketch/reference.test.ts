import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/random';
import { equalWeightEdges } from './bins';
import { distribution } from './quantiles';
import { buildReference, reference, type ReferenceParts } from './reference';

const sum = (of: readonly number[]) => of.reduce((total, x) => total + x, 0);

function parts(rows = 2000): ReferenceParts {
	const random = seededRandom(4);
	const column = (draw: (row: number) => number) => Float64Array.from({ length: rows }, (_, row) => draw(row));
	const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 20 === 0 ? 1 : 0));
	return {
		rawNames: ['Amount', 'V1', 'constant', 'hole'],
		raw: [
			column(() => (random.next() < 0.6 ? 0 : Math.exp(random.normal()))),
			column((row) => random.normal() + 5 * labels[row]),
			column(() => 3),
			column((row) => (row % 2 === 0 ? NaN : row))
		],
		featureNames: ['is_night'],
		features: [column(() => (random.next() < 0.3 ? 1 : 0))],
		labels,
		weights: Float64Array.from(labels, (label) => (label === 1 ? 1 : 12.25)),
		scores: Float64Array.from([0, 0.02, 0.5, 1]),
		margins: Float64Array.from([-9, -4, 0, 9]),
		scoreWeights: Float64Array.from([12.25, 12.25, 12.25, 1])
	};
}

describe('buildReference', () => {
	it('survives JSON and its own schema', () => {
		const built = buildReference(parts());
		expect(reference.parse(JSON.parse(JSON.stringify(built)))).toEqual(built);
	});

	it('counts every weighted row once', () => {
		const given = parts();
		const built = buildReference(given);
		const total = sum([...given.weights]);
		for (const column of [built.raw[0], built.raw[1], built.raw[2], built.features[0]]) {
			expect(sum(column.histogram.counts) / total).toBeCloseTo(1, 8);
		}
		expect(sum(built.scores.histogram.counts)).toBe(37.75);
		expect(built.scores.histogram.counts).toHaveLength(50);
		expect(built.raw[3]).toMatchObject({ count: 1000, missing: 1000 });
		expect(sum(built.raw[3].histogram.counts)).toBe(1000 * 12.25);
	});

	it('keeps the classes apart', () => {
		const [amount, v1, , hole] = buildReference(parts()).raw;
		expect(amount.byClass.normal?.values).toHaveLength(41);
		expect(v1.byClass.normal?.values[20]).toBeCloseTo(0, 0);
		expect(v1.byClass.fraud?.values[20]).toBeCloseTo(5, 0);
		expect(hole.byClass.fraud).toBeNull();
	});

	it('refuses columns that do not fit together', () => {
		expect(() => buildReference({ ...parts(), rawNames: ['one'] })).toThrow(RangeError);
		expect(() => buildReference({ ...parts(), weights: new Float64Array(3) })).toThrow(RangeError);
		expect(() => buildReference({ ...parts(), features: [new Float64Array(2000).fill(NaN)] })).toThrow(RangeError);
	});
});

describe('equalWeightEdges', () => {
	it('gives a two-valued column one bin a value', () => {
		expect(equalWeightEdges(distribution([0, 1, 1, 0, 0]), 20)).toEqual([0, 0.5, 1]);
	});

	it('gives a value with most of the weight a bin of its own', () => {
		const values = [...new Array<number>(900).fill(0), ...Array.from({ length: 100 }, (_, i) => i + 1)];
		const edges = equalWeightEdges(distribution(values), 20);
		expect(edges[0]).toBe(0);
		expect(edges[1]).toBe(0.5);
		expect(edges[edges.length - 1]).toBe(100);
	});

	it('puts equal weight into the bins of a continuous column', () => {
		const values = Array.from({ length: 1000 }, (_, i) => i);
		const edges = equalWeightEdges(distribution(values), 20);
		expect(edges).toEqual([0, ...Array.from({ length: 19 }, (_, i) => 50 * (i + 1) - 0.5), 999]);
	});

	it('makes a bin around a constant and refuses what has no bounds', () => {
		expect(equalWeightEdges(distribution([7, 7]), 20)).toEqual([6.5, 7.5]);
		expect(() => equalWeightEdges(distribution([1, Infinity]), 20)).toThrow(RangeError);
		expect(() => equalWeightEdges(distribution([]), 20)).toThrow(RangeError);
	});
});
