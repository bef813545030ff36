import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedColumns } from './threshold-columns';

const margin = fc.oneof(fc.float({ noNaN: true }), fc.constantFrom(0, -0, 1, 1.5, Infinity, -Infinity));
const rows = fc.array(fc.tuple(margin, fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom(0, 1, 255), fc.double()), { maxLength: 40 });

describe('sortedColumns', () => {
	it('sorts rows as a stable comparison sort does, in the memory they have', () => {
		fc.assert(
			fc.property(rows, fc.boolean(), fc.boolean(), (given, inHundredths, scored) => {
				const columns = {
					margin: Float32Array.from(given, ([value]) => value),
					amount: inHundredths ? Int32Array.from(given, ([, whole]) => whole) : Float64Array.from(given, ([, whole]) => whole / 100),
					label: Uint8Array.from(given, ([, , label]) => label),
					score: scored ? Float64Array.from(given, ([, , , score]) => score) : null
				};
				// By descending margin, 0 before -0.
				const expected = given.toSorted(([a], [b]) => (a === b ? Number(Object.is(a, -0)) - Number(Object.is(b, -0)) : a < b ? 1 : -1));
				const sorted = sortedColumns(columns);
				expect([...sorted.margin]).toEqual(expected.map(([value]) => value));
				expect([...sorted.amount]).toEqual(expected.map(([, whole]) => whole / 100));
				expect([...sorted.label]).toEqual(expected.map(([, , label]) => label));
				expect(sorted.score && [...sorted.score]).toEqual(scored ? expected.map(([, , , score]) => score) : null);
				expect([sorted.margin, sorted.label, sorted.score]).toEqual([columns.margin, columns.label, columns.score]);
				expect(sorted.amount === columns.amount).toBe(!inHundredths);
			})
		);
	});
});
