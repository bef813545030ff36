import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxTrackHeight, moveSelection, scrollToShow, trackHeight, windowOf, type TrackGeometry } from './virtual-rows';

const small: TrackGeometry = { rowCount: 1000, rowHeight: 28, viewport: 280 };
const huge: TrackGeometry = { rowCount: 1_000_000, rowHeight: 28, viewport: 280 };

describe('windowOf', () => {
	it('draws what is visible and the overscan', () => {
		expect(windowOf(small, 0)).toEqual({ first: 0, end: 14, offset: 0 });
		expect(windowOf(small, 100)).toEqual({ first: 0, end: 18, offset: 0 });
		expect(windowOf(small, 2800)).toEqual({ first: 96, end: 114, offset: 2688 });
		expect(windowOf(small, 27_720)).toEqual({ first: 986, end: 1000, offset: 27_608 });
	});

	it('draws everything of a table that fits, and nothing of an empty one', () => {
		expect(windowOf({ rowCount: 3, rowHeight: 28, viewport: 280 }, 0)).toEqual({ first: 0, end: 3, offset: 0 });
		expect(windowOf({ rowCount: 0, rowHeight: 28, viewport: 280 }, 0)).toEqual({ first: 0, end: 0, offset: 0 });
	});

	it('is not led outside by overscrolling or by rows that went away', () => {
		expect(windowOf(small, -50)).toEqual({ first: 0, end: 14, offset: 0 });
		expect(windowOf(small, 1e6)).toEqual({ first: 986, end: 1000, offset: 27_608 });
	});

	it('reaches both ends of a track that had to be cut', () => {
		expect(trackHeight(huge)).toBe(maxTrackHeight);
		expect(windowOf(huge, 0).first).toBe(0);
		const bottom = maxTrackHeight - 280;
		const last = windowOf(huge, bottom);
		expect(last.end).toBe(1_000_000);
		expect(last.first).toBe(999_986);
		expect(last.offset + (last.end - last.first) * 28).toBe(maxTrackHeight);
	});

	it('always covers the viewport', () => {
		const geometry = fc.record({
			rowCount: fc.integer({ min: 0, max: 3_000_000 }),
			rowHeight: fc.integer({ min: 10, max: 60 }),
			viewport: fc.integer({ min: 1, max: 2000 })
		});
		fc.assert(
			fc.property(geometry, fc.double({ min: 0, max: 1, noNaN: true }), (of, share) => {
				const scrollTop = share * Math.max(0, trackHeight(of) - of.viewport);
				const { first, end, offset } = windowOf(of, scrollTop, 0);
				expect(offset).toBeLessThanOrEqual(scrollTop + 1e-6);
				const bottom = Math.min(scrollTop + of.viewport, of.rowCount * of.rowHeight);
				expect(offset + (end - first) * of.rowHeight).toBeGreaterThanOrEqual(bottom - 1e-6);
			})
		);
	});
});

describe('scrollToShow', () => {
	it('moves no further than needed', () => {
		expect(scrollToShow(small, 5, 0)).toBe(0);
		expect(scrollToShow(small, 10, 0)).toBe(28);
		expect(scrollToShow(small, 3, 280)).toBe(84);
		expect(scrollToShow(small, 999, 0)).toBe(27_720);
	});

	it('shows the row on a cut track', () => {
		const scrollTop = scrollToShow(huge, 500_000, 0);
		const { first, end } = windowOf(huge, scrollTop, 0);
		expect(first).toBeLessThanOrEqual(500_000);
		expect(end).toBeGreaterThan(500_000);
	});
});

describe('moveSelection', () => {
	it.each([
		['ArrowDown', null, 0],
		['ArrowDown', 3, 4],
		['ArrowDown', 999, 999],
		['ArrowUp', 0, 0],
		['PageDown', 3, 12],
		['PageUp', 3, 0],
		['Home', 500, 0],
		['End', null, 999],
		['a', 5, null]
	])('%s from %s goes to %s', (key, from, to) => expect(moveSelection(key, from, small)).toBe(to));

	it('has nowhere to go in an empty table', () => {
		expect(moveSelection('ArrowDown', null, { rowCount: 0, rowHeight: 28, viewport: 280 })).toBeNull();
	});
});
