import { describe, expect, it } from 'vitest';
import type { ColumnMatch } from '../../state/types';
import { matchSummary, matchWords } from './match-words';

const match = (column: string, how: ColumnMatch['how'], suggestion: string | null = null): ColumnMatch => ({
	column,
	index: how === 'missing' ? null : 0,
	how,
	suggestion
});

describe('matchWords', () => {
	it('names the nearest header of a missing column', () => {
		expect(matchWords(match('Amount', 'missing', 'Amuont'), false)).toBe('missing; did you mean “Amuont”?');
		expect(matchWords(match('Amount', 'missing'), false)).toBe('missing');
		expect(matchWords(match('Class', 'missing'), true)).toBe('not in the file (optional)');
	});
});

describe('matchSummary', () => {
	it.each([
		[[match('a', 'exact'), match('b', 'exact'), match('y', 'missing')], 'all 2 found'],
		[[match('a', 'alias'), match('b', 'missing'), match('y', 'exact')], '1 of 2 found, 1 by another name, with y']
	])('case %#', (matches, expected) => {
		expect(matchSummary(matches, ['y'])).toBe(expected);
	});
});
