import { describe, expect, it } from 'vitest';
import { editDistance, matchColumns } from './match';
import { schema } from './schema';

const transactions = schema.parse({
	name: 'test',
	columns: [
		{ name: 'Time', type: 'number', roles: ['feature'], aliases: ['seconds elapsed'] },
		{ name: 'V1', type: 'number', roles: ['feature'] },
		{ name: 'V10', type: 'number', roles: ['feature'] },
		{ name: 'Amount', type: 'number', roles: ['feature', 'amount'], aliases: ['tx_amount'] },
		{ name: 'Class', type: 'number', roles: ['label'], aliases: ['is fraud'] }
	]
});

const short = (headers: string[]) =>
	Object.fromEntries(matchColumns(transactions, headers).map((m) => [m.column, [m.index, m.how, m.suggestion]]));

describe('matchColumns', () => {
	it('finds exact names in any order', () => {
		expect(matchColumns(transactions, ['Class', 'Amount', 'V10', 'V1', 'Time'])).toEqual([
			{ column: 'Time', index: 4, how: 'exact', suggestion: null },
			{ column: 'V1', index: 3, how: 'exact', suggestion: null },
			{ column: 'V10', index: 2, how: 'exact', suggestion: null },
			{ column: 'Amount', index: 1, how: 'exact', suggestion: null },
			{ column: 'Class', index: 0, how: 'exact', suggestion: null }
		]);
	});

	it('looks past case, spaces, dots, dashes and underscores, then for aliases', () => {
		expect(short([' TIME', 'v_1', 'V.1-0', 'TX Amount', 'isFraud'])).toEqual({
			Time: [0, 'normalised', null],
			V1: [1, 'normalised', null],
			V10: [2, 'normalised', null],
			Amount: [3, 'alias', null],
			Class: [4, 'alias', null]
		});
	});

	it('prefers the exact header to an earlier alike one, and uses each header once', () => {
		const match = short(['amount', 'Amount', 'time', 'TIME', 'V1', 'V10', 'Class']);
		expect(match.Amount).toEqual([1, 'exact', null]);
		expect(match.Time).toEqual([2, 'normalised', null]);
	});

	it('suggests the closest free header for a missing column, but not a far or a taken one', () => {
		const match = short(['Tine', 'V1', 'V1O', 'Merchant', '']);
		expect(match.Time).toEqual([null, 'missing', 'Tine']);
		expect(match.V10).toEqual([null, 'missing', 'V1O']);
		expect(match.Amount).toEqual([null, 'missing', null]);
	});
});

describe('editDistance', () => {
	it('is Levenshtein’s', () => {
		expect(editDistance('kitten', 'sitting')).toBe(3);
		expect(editDistance('', 'abc')).toBe(3);
		expect(editDistance('abc', 'abc')).toBe(0);
	});
});
