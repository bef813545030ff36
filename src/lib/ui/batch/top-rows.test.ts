import { describe, expect, it } from 'vitest';
import type { TopRow } from '../../state/types';
import { sortTopRows } from './top-rows';

const row = (number: number, score: number, amount: number | null): TopRow => ({
	row: number,
	score,
	margin: score,
	amount,
	label: null,
	cells: []
});

describe('sortTopRows', () => {
	const ranked = [row(7, 0.9, 5), row(2, 0.8, null), row(5, 0.7, 30), row(1, 0.6, 5)];
	const order = (key: string, direction: 'ascending' | 'descending') =>
		sortTopRows(ranked, { key, direction }).map((one) => one.row);

	it('sorts by score, amount and row; a missing amount is the least; ties keep their rank', () => {
		expect(order('score', 'descending')).toEqual([7, 2, 5, 1]);
		expect(order('score', 'ascending')).toEqual([1, 5, 2, 7]);
		expect(order('amount', 'descending')).toEqual([5, 7, 1, 2]);
		expect(order('amount', 'ascending')).toEqual([2, 7, 1, 5]);
		expect(order('row', 'ascending')).toEqual([1, 2, 5, 7]);
		expect(ranked[0].row).toBe(7);
	});
});
