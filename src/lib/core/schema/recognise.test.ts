import { describe, expect, it } from 'vitest';
import { recognisePacks } from './recognise';
import { schema } from './schema';

const candidate = (name: string, required: string[], optional: string[], label: string, aliases: Record<string, string[]> = {}) => ({
	name,
	schema: schema.parse({
		name,
		columns: [
			...required.map((column) => ({ name: column, type: 'number', roles: ['feature'], aliases: aliases[column] ?? [] })),
			...optional.map((column) => ({ name: column, type: 'string', roles: ['feature'], optional: true })),
			{ name: label, type: 'number', roles: ['label'] }
		]
	})
});

const ulb = candidate('ulb-creditcard', ['Time', 'V1', 'V2', 'Amount'], [], 'Class', { Amount: ['amt'] });
const handbook = candidate('handbook', ['TX_DATETIME', 'CUSTOMER_ID', 'TERMINAL_ID', 'TX_AMOUNT'], [], 'TX_FRAUD');
const paysim = candidate('paysim', ['step', 'type', 'amount', 'nameDest', 'oldbalanceOrg'], [], 'isFraud');
const noBalances = candidate('paysim-without-balances', ['step', 'type', 'amount', 'nameDest'], [], 'isFraud');
const sparkov = candidate('sparkov', ['trans_date_trans_time', 'cc_num', 'amt'], ['job'], 'is_fraud');
const all = [ulb, handbook, paysim, noBalances, sparkov];
const headersOf = (of: typeof ulb) => of.schema.columns.map(({ name }) => name);

describe('recognisePacks', () => {
	it('knows every pack by its own columns, in any order, with or without label', () => {
		for (const of of all) {
			expect(recognisePacks(headersOf(of).reverse(), all).winner).toBe(of.name);
			expect(recognisePacks(headersOf(of).slice(0, -1), all).winner).toBe(of.name);
		}
	});

	it('takes the pack that uses more of the file', () => {
		const { ranking, winner } = recognisePacks(headersOf(paysim), all);
		expect(winner).toBe('paysim');
		expect(ranking.slice(0, 2).map(({ name, fits }) => [name, fits])).toEqual([['paysim', true], ['paysim-without-balances', true]]);
	});

	it('has no winner among packs for the same columns, or when none fits', () => {
		const twins = recognisePacks(headersOf(ulb), [...all, { ...ulb, name: 'ulb-mlp' }]);
		expect(twins.winner).toBeNull();
		expect(twins.ranking.filter(({ fits }) => fits).map(({ name }) => name)).toEqual(['ulb-creditcard', 'ulb-mlp']);
		const none = recognisePacks(['Time', 'V1', 'V2', 'price'], all);
		expect(none.winner).toBeNull();
		expect(none.ranking[0]).toMatchObject({ name: 'ulb-creditcard', fits: false, missing: ['Amount'], found: 3, exact: 3 });
		expect(recognisePacks(['Time'], []).winner).toBeNull();
	});

	it('prefers exact names to aliases, and counts what it found', () => {
		const alias = candidate('alias', ['a', 'b'], [], 'y', { b: ['c'] });
		const exact = candidate('exact', ['a', 'c'], ['d'], 'y');
		const { ranking, winner } = recognisePacks(['a', 'c', 'd', 'y'], [alias, exact]);
		expect(winner).toBe('exact');
		expect(ranking).toEqual([
			{ name: 'exact', found: 2, exact: 2, missing: [], optional: 1, labelled: true, distinguishing: 1, fits: true },
			{ name: 'alias', found: 2, exact: 1, missing: [], optional: 0, labelled: true, distinguishing: 1, fits: true }
		]);
	});
});
