import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsShown } from './virtual-columns';

describe('columnsShown', () => {
	const ten = { widths: Array.from({ length: 10 }, () => 5), scale: 20, viewport: 300 };

	it('draws what is visible and a little more', () => {
		expect(columnsShown(ten, 0, 0)).toEqual({ first: 0, end: 3 });
		expect(columnsShown(ten, 0)).toEqual({ first: 0, end: 5 });
		expect(columnsShown(ten, 350, 0)).toEqual({ first: 3, end: 7 });
		expect(columnsShown(ten, 700, 0)).toEqual({ first: 7, end: 10 });
	});

	it('draws all where they fit', () => {
		expect(columnsShown({ ...ten, viewport: 1000 }, 0)).toEqual({ first: 0, end: 10 });
		expect(columnsShown({ widths: [], scale: 16, viewport: 0 }, 0)).toEqual({ first: 0, end: 0 });
	});

	it('draws every column of which a part is visible, wherever one scrolls, overscrolled ends included', () => {
		const widths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 60 });
		fc.assert(
			fc.property(widths, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 2000 }), fc.double({ min: -50, max: 60_000, noNaN: true }), (all, scale, viewport, scrollLeft) => {
				const { first, end } = columnsShown({ widths: all, scale, viewport }, scrollLeft);
				const total = all.reduce((sum, width) => sum + width, 0) * scale;
				const from = Math.max(0, Math.min(scrollLeft, total - viewport));
				let left = 0;
				all.forEach((width, i) => {
					const right = left + width * scale;
					if (right > from && left < from + viewport) expect(i >= first && i < end).toBe(true);
					left = right;
				});
			})
		);
	});
});
