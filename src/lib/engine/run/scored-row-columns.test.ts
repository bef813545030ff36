import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountsOf } from '../../core/metrics/amounts';
import { scoresOfMargins } from '../../core/pack/score';
import { ScoredRowColumns } from './scored-row-columns';

const scoring = { marginBounds: [-20, 20] as [number, number], calibration: { kind: 'platt', slope: 1.1, intercept: -0.4 } as const };

const row = fc.record({
	margin: fc.oneof({ weight: 4, arbitrary: fc.float({ min: -20, max: 20, noNaN: true }) }, fc.constant(NaN)),
	cents: fc.option(fc.nat(1e6), { nil: NaN }),
	label: fc.constantFrom(0, 1, 255)
});

describe('ScoredRowColumns', () => {
	it('has the scored rows of all blocks, whatever room it makes and however it holds amounts', () => {
		fc.assert(
			fc.property(fc.array(fc.array(row)), fc.nat(200_000), fc.boolean(), fc.boolean(), (blocks, expectedRows, whole, scored) => {
				const columns = new ScoredRowColumns(expectedRows, scored ? null : scoring);
				const unit = whole ? 100 : 700;
				for (const rows of blocks) {
					const margin = Float32Array.from(rows, (of) => of.margin);
					columns.add({
						...{ rows: rows.length, margin, score: scoresOfMargins(margin, scoring) },
						...{ amount: Float64Array.from(rows, ({ cents }) => cents / unit), label: Uint8Array.from(rows, ({ label }) => label) }
					});
				}
				const expected = blocks.flat().filter(({ margin }) => !Number.isNaN(margin));
				const taken = columns.take();
				const amounts = new Float64Array(taken.amount.length);
				if (taken.amount instanceof Int32Array) amountsOf(taken.amount, amounts);
				else amounts.set(taken.amount);
				expect([...taken.margin]).toEqual(expected.map(({ margin }) => margin));
				expect([...amounts]).toEqual(expected.map(({ cents }) => cents / unit));
				expect([...taken.label]).toEqual(expected.map(({ label }) => label));
				expect(taken.score ?? columns.scoresOf(taken.margin)).toEqual(scoresOfMargins(taken.margin, scoring));
				if (whole) expect(taken.amount).toBeInstanceOf(Int32Array);
				expect(columns.take().margin).toHaveLength(0);
			}),
			{ numRuns: 50 }
		);
	});

	it('grows, and loses no amount when one of a later block is not whole hundredths', () => {
		const rows = 30_000;
		const block = (amount: (row: number) => number) => ({
			...{ rows, margin: new Float32Array(rows), score: new Float64Array(rows), label: new Uint8Array(rows) },
			amount: Float64Array.from({ length: rows }, (_, i) => amount(i))
		});
		const columns = new ScoredRowColumns(0, scoring);
		for (let i = 0; i < 3; i++) columns.add(block((at) => at / 100));
		columns.add(block((at) => (at === 12_345 ? 0.001 : at / 100)));
		const { amount } = columns.take();
		expect(amount).toHaveLength(4 * rows);
		expect(amount.every((value, i) => value === (i === 3 * rows + 12_345 ? 0.001 : (i % rows) / 100))).toBe(true);
	});
});
