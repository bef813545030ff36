import { expect, it } from 'vitest';
import { gridTracks, nextSort } from './virtual-table';

it('makes one grid track a column', () => {
	const columns = [
		{ key: 'row', label: 'Row', width: 5 },
		{ key: 'reason', label: 'Reason', width: 12, grow: true }
	];
	expect(gridTracks(columns)).toBe('5rem minmax(12rem, 1fr)');
});

it('turns the sort around on the second press and starts anew on another column', () => {
	const first = nextSort(null, 'score', 'descending');
	expect(first).toEqual({ key: 'score', direction: 'descending' });
	const second = nextSort(first, 'score', 'descending');
	expect(second).toEqual({ key: 'score', direction: 'ascending' });
	expect(nextSort(second, 'amount', 'descending')).toEqual({ key: 'amount', direction: 'descending' });
});
