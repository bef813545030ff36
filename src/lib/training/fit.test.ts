import { describe, expect, it } from 'vitest';
import { seededRandom } from '../core/random/random';
import { firstOccurrences } from './data/first-occurrences';
import { requireLearnable } from './data/require-learnable';
import { concatenate, selectRows } from './dataset';
import { fitScaler } from './fit-scaler';
import { stratifiedSplit } from './split';
import { neatThreshold } from './threshold';
import { normalWeight } from './weights';

describe('fitScaler', () => {
	it("has scikit-learn's weighted mean and scale (StandardScaler 1.9, sample_weight)", () => {
		const values = Float64Array.of(1.5, -2, 0.25, 7, 3.5, 3.5);
		const weights = Float64Array.of(1, 12.25, 12.25, 1, 12.25, 3);
		const scaler = fitScaler(['x', 'constant'], [values, new Float64Array(6).fill(4)], weights, 2);
		expect(scaler.mean[0]).toBeCloseTo(0.96856287, 8);
		expect(scaler.scale[0]).toBeCloseTo(2.44048618, 8);
		expect([scaler.mean[1], scaler.scale[1]]).toEqual([4, 1]);
		expect(scaler.low[0]).toBeCloseTo((-2 - 0.96856287) / 2.44048618, 7);
		expect(scaler.high[0]).toBe(2);
	});
});

describe('neatThreshold', () => {
	it('flags the same rows with fewer digits', () => {
		const scores = Float64Array.of(0.1, 0.3123456, 0.3345678, 0.9);
		expect(neatThreshold(0.3345678, scores)).toBe(0.32);
		expect(neatThreshold(0.1, scores)).toBe(0.05);
		const close = Float64Array.of(0.3, 0.3 + 2 ** -54);
		expect(neatThreshold(close[1], close)).toBe(close[1]);
	});
});

describe('data', () => {
	const table = (rows: number[][]) => ({
		rows: rows.length,
		raw: [0, 1].map((column) => Float64Array.from(rows, (row) => row[column])),
		labels: Uint8Array.from(rows, (row) => row[2])
	});

	it('drops full repeats across files, keeping the first, and nothing that differs in one cell or the label', () => {
		const joined = concatenate([table([[1, 2, 0], [1, 2, 0], [1, 2, 1]]), table([[1, 3, 0], [1, 2, 1]])]);
		expect([...firstOccurrences(joined)]).toEqual([0, 2, 3]);
	});

	it('splits each class by the shares, every row once, the same for a seed', () => {
		const labels = Uint8Array.from({ length: 1000 }, (_, row) => (row % 50 === 0 ? 1 : 0));
		const shares = { train: 0.6, validation: 0.2 };
		const split = stratifiedSplit(labels, shares, seededRandom(5));
		const frauds = (rows: number[]) => rows.filter((row) => labels[row] === 1).length;
		expect([split.train, split.validation, split.test].map((rows) => [rows.length, frauds(rows)])).toEqual([
			[600, 12],
			[200, 4],
			[200, 4]
		]);
		expect(new Set([...split.train, ...split.validation, ...split.test]).size).toBe(1000);
		expect(stratifiedSplit(labels, shares, seededRandom(5))).toEqual(split);
		expect(stratifiedSplit(labels, shares, seededRandom(6))).not.toEqual(split);
	});

	it('weights normals so that frauds have the declared share', () => {
		// The published counts of the case-control file: weight 12.2546 at the true prior.
		const labels = new Uint8Array(473 + 23_114).fill(1, 0, 473);
		expect(normalWeight(labels, 473 / 283_726)).toBeCloseTo(12.2546, 4);
	});

	it('refuses what cannot be learned from', () => {
		const frauds = (count: number) => table(Array.from({ length: 100 }, (_, row) => [row, 0, row < count ? 1 : 0]));
		expect(() => requireLearnable(frauds(0))).toThrow(expect.objectContaining({ code: 'data.one-class' }));
		expect(() => requireLearnable(frauds(100))).toThrow(expect.objectContaining({ code: 'data.one-class' }));
		expect(() => requireLearnable(frauds(9))).toThrow(expect.objectContaining({ code: 'data.too-few-frauds' }));
		expect(() => requireLearnable(frauds(10))).not.toThrow();
		expect(selectRows(frauds(10), [99, 0]).labels).toEqual(Uint8Array.of(0, 1));
	});
});
