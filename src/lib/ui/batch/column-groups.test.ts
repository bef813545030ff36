import { describe, expect, it } from 'vitest';
import type { Column } from '../../core/schema/schema';
import { columnGroups } from './column-groups';

const column = (name: string, more: Partial<Column> = {}): Column => ({
	name,
	type: 'number',
	roles: ['feature'],
	aliases: [],
	description: '',
	...more
});

describe('columnGroups', () => {
	it('joins a run of numbered columns and keeps the others apart', () => {
		const groups = columnGroups([
			column('Time', { unit: 's', min: 0, description: 'Since the first row.' }),
			column('V1', { description: 'Principal component 1 of all.' }),
			column('V2', { description: 'Principal component 2 of all.' }),
			column('V3', { description: 'Principal component 3 of all.' }),
			column('V5'),
			column('Class', { roles: ['label'], min: 0, max: 1 })
		]);
		expect(groups).toEqual([
			{ title: 'Time', description: 'Since the first row, in s, 0 or more', optional: false },
			{ title: 'V1 – V3', description: 'Principal component of all', optional: false },
			{ title: 'V5', description: 'number', optional: false },
			{ title: 'Class', description: 'number', optional: true }
		]);
	});

	it('does not join columns of different use', () => {
		const titles = columnGroups([column('A1', { min: 0 }), column('A2')]).map((group) => group.title);
		expect(titles).toEqual(['A1', 'A2']);
	});

	it('says what a text, a date and a card number are, and what a file may lack', () => {
		const groups = columnGroups([
			column('when', { type: 'datetime', description: 'Time of the sale.', optional: true }),
			column('card', { type: 'string', sensitive: 'card-number' }),
			column('id', { type: 'string', roles: ['id'], optional: true })
		]);
		expect(groups).toEqual([
			{ title: 'when', description: 'Time of the sale, date and time', optional: true },
			{ title: 'card', description: 'text, kept as a keyed hash and its last four digits only', optional: false },
			{ title: 'id', description: 'text', optional: true }
		]);
	});

	it('asks for the label where rows are learned from', () => {
		const label = column('Class', { roles: ['label'] });
		expect(columnGroups([label], true)[0]?.optional).toBe(false);
		expect(columnGroups([label])[0]?.optional).toBe(true);
	});
});
