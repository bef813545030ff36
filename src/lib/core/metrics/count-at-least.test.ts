import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAtLeast } from './count-at-least';

describe('countAtLeast', () => {
	it('equals counting one by one', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), fc.double({ min: 0, max: 1, noNaN: true }), (values, t) => {
				const descending = Float64Array.from(values).sort().reverse();
				expect(countAtLeast(descending, t)).toBe(values.filter((v) => v >= t).length);
			})
		);
	});
});
