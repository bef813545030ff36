import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmountColumn, amountsOf } from './amounts';
import type { Amounts } from './amounts';

const most = 21_474_836.47;
const cents = fc.oneof(fc.integer({ min: -2_147_483_647, max: 2_147_483_647 }).map((whole) => whole / 100 || 0), fc.constantFrom(NaN, 0, most, -most));
const other = fc.oneof(
	fc.constantFrom(-0, 0.001, 0.1 + 0.2, most + 0.01, -most - 0.01, 1e300, 5e-324, Infinity, -Infinity),
	fc.double({ noNaN: true }).filter((amount) => !Number.isInteger(amount * 100))
);

/** A column of the amounts, written in parts, with room for no more than a part at first. */
function columnOf(parts: readonly (readonly number[])[]): { values: Amounts; length: number } {
	const column = new AmountColumn(parts.length > 0 ? parts[0].length : 0);
	let length = 0;
	for (const part of parts) {
		if (length + part.length > column.values.length) column.grow(2 * (length + part.length));
		column.write(length, Float64Array.from(part));
		length += part.length;
	}
	return { values: column.values, length };
}

function read({ values, length }: { values: Amounts; length: number }): number[] {
	const amounts = new Float64Array(length);
	if (values instanceof Int32Array) amountsOf(values.subarray(0, length), amounts);
	else amounts.set(values.subarray(0, length));
	return [...amounts];
}

/** Equal to the bit, every NaN being the same. */
function same(a: readonly number[], b: readonly number[]): boolean {
	return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

describe('AmountColumn', () => {
	it('holds hundredths in 4 bytes each', () => {
		fc.assert(
			fc.property(fc.array(fc.array(cents)), (parts) => {
				const column = columnOf(parts);
				expect(column.values).toBeInstanceOf(Int32Array);
				expect(same(read(column), parts.flat())).toBe(true);
			})
		);
	});

	it('holds all amounts as they are as soon as one is not whole hundredths that fit', () => {
		const part = fc.array(cents, { maxLength: 5 });
		fc.assert(
			fc.property(fc.array(part), part, other, part, fc.array(fc.array(fc.oneof(cents, other), { maxLength: 5 })), (before, head, odd, tail, after) => {
				const parts = [...before, [...head, odd, ...tail], ...after];
				const column = columnOf(parts);
				expect(column.values).toBeInstanceOf(Float64Array);
				expect(same(read(column), parts.flat())).toBe(true);
			})
		);
	});
});
