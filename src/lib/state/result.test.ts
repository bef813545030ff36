import { describe, expect, it } from 'vitest';
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
