import { describe, expect, it } from 'vitest';
import type { Column, Schema } from '../core/schema/schema';
import { recognisePack } from './recognise-pack';

const schema = (name: string, ...columns: (string | Partial<Column>)[]): { name: string; schema: Schema } => ({
	name,
	schema: {
		name,
		columns: columns.map((column) => ({
			...{ name: '', type: 'number', roles: ['feature'], aliases: [], description: '' },
			...(typeof column === 'string' ? { name: column } : column)
		}))
	}
});

const packs = [
	schema('ulb', 'Time', 'V1', 'Amount', { name: 'Class', roles: ['label'] }),
	schema('ulb-hybrid', 'Time', 'V1', 'Amount', { name: 'Class', roles: ['label'] }),
	schema('paysim-without', 'step', 'type', 'amount'),
	schema('paysim', 'step', 'type', 'amount', 'oldbalanceOrg', { name: 'device', optional: true })
];
const named = (headers: string) => recognisePack(packs, headers.split(','))?.name ?? null;

describe('recognisePack', () => {
	it('takes the first of those that fit equally, and the one that reads most of the file', () => {
		expect(named('Time,V1,Amount')).toBe('ulb');
		expect(named('step,type,amount')).toBe('paysim-without');
		expect(named('type,AMOUNT,step,old_balance_org,isFraud')).toBe('paysim');
	});

	it('takes none whose columns are not all there', () => {
		expect(named('Time,Amount')).toBeNull();
		expect(named('')).toBeNull();
	});
});
