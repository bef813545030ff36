import { describe, expect, it } from 'vitest';
import { chartTable } from './chart-table';

const axis = { label: 'Score' };

describe('chartTable', () => {
	it('has one row a category and one column a series', () => {
		const table = chartTable({
			kind: 'bar',
			categories: ['0–0.5', '0.5–1'],
			series: [
				{ label: 'Normal', data: [120, 3] },
				{ label: 'Fraud', data: [1, Number.NaN] }
			],
			x: axis,
			y: { label: 'Rows', format: (v) => `${v} rows` }
		});
		expect(table.head).toEqual(['Score', 'Normal', 'Fraud']);
		expect(table.rows).toEqual([
			['0–0.5', '120 rows', '1 rows'],
			['0.5–1', '3 rows', '–']
		]);
	});

	it('thins long curves evenly and keeps both ends', () => {
		const data = Array.from({ length: 1001 }, (_, i) => ({ x: i, y: i * 2 }));
		const { head, rows } = chartTable({ kind: 'line', series: [{ label: 'ROC', data }], x: axis, y: { label: 'TPR' } });
		expect(head).toEqual(['Series', 'Score', 'TPR']);
		expect(rows).toHaveLength(60);
		expect(rows[0]).toEqual(['ROC', '0', '0']);
		expect(rows[59]).toEqual(['ROC', '1000', '2000']);
	});

	it('is empty without series', () => {
		expect(chartTable({ kind: 'line', series: [], x: axis, y: axis })).toEqual({ head: ['Score'], rows: [] });
	});
});
