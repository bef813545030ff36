import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAtLeast } from './count-at-least';
import { scoredName } from './result.svelte';

describe('scoredName', () => {
	it.each([
		['day.csv', false, 'day.scored.csv'],
		['day.csv.gz', false, 'day.scored.csv'],
		['day.csv.gz', true, 'day.scored.csv.gz'],
		['day.scored.csv', false, 'day.scored.csv'],
		['day.TSV', false, 'day.scored.TSV'],
		['export.2026.10', false, 'export.2026.10.scored.csv'],
		['noextension', true, 'noextension.scored.csv.gz']
	])('%s (gzip %s) is saved as %s', (name, gzip, expected) => {
		expect(scoredName(name, gzip)).toBe(expected);
	});
});

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
