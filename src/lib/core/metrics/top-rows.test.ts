import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateRows, TopRows } from './top-rows';

describe('TopRows', () => {
	it('keeps what a full sort would put first, whatever the order of arrival', () => {
		const margin = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double());
		fc.assert(
			fc.property(fc.array(margin), fc.nat(20), fc.boolean(), (margins, k, backwards) => {
				const rows = margins.map((m, i) => ({ margin: m, row: i + 1 }));
				const top = new TopRows(k);
				for (const { margin: m, row } of backwards ? [...rows].reverse() : rows) {
					const cutoff = top.cutoff;
					const entered = top.offer(m, row);
					if (entered) expect(m >= cutoff).toBe(true);
					if (m > cutoff) expect(entered).toBe(true);
				}
				const sorted = rows
					.filter((r) => !Number.isNaN(r.margin))
					.sort((a, b) => (a.margin === b.margin ? a.row - b.row : a.margin > b.margin ? -1 : 1));
				expect(top.rows()).toEqual(sorted.slice(0, k));
			})
		);
	});

	it('says who enters and what it takes', () => {
		const top = new TopRows(2);
		expect(top.cutoff).toBe(-Infinity);
		expect([top.offer(1, 5), top.offer(2, 6), top.offer(1, 7), top.offer(1, 4), top.offer(NaN, 1)]).toEqual([
			true, true, false, true, false
		]);
		expect(top.cutoff).toBe(1);
		expect(top.rows()).toEqual([{ margin: 2, row: 6 }, { margin: 1, row: 4 }]);
		expect(new TopRows(0).offer(1, 1)).toBe(false);
		expect(() => new TopRows(-1)).toThrow(RangeError);
	});
});

describe('candidateRows', () => {
	const margins = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, -Infinity, 0.5)), { maxLength: 60 });

	it('are the highest of a block that exceed the floor', () => {
		fc.assert(
			fc.property(margins, fc.nat(8), fc.constantFrom(-Infinity, -1, 0, 2), (given, count, floor) => {
				const expected = given
					.map((margin, row) => ({ margin, row }))
					.filter(({ margin }) => !Number.isNaN(margin) && (margin > floor || floor === -Infinity))
					.sort((a, b) => (a.margin === b.margin ? a.row - b.row : a.margin > b.margin ? -1 : 1))
					.slice(0, count)
					.map(({ row }) => row)
					.sort((a, b) => a - b);
				expect([...candidateRows(Float32Array.from(given), count, floor)]).toEqual(expected);
			})
		);
	});
});
