import { describe, expect, it } from 'vitest';
import { compilePipeline } from '../../core/features/pipeline';
import { CardNames } from '../../core/privacy/card-names';
import { schema as schemaType } from '../../core/schema/schema';
import { openTable } from '../../csv/open';
import { sourceOf } from '../../csv/testing';
import { mappingOf, matchFile, missingColumns } from '../match-file';
import { validateRaw } from '../single/validate-raw';
import { BlockReader } from './block-reader';
import { resolveColumns } from './columns';

const schema = schemaType.parse({
	name: 'two-times',
	columns: [
		{ name: 'when', type: 'datetime', roles: ['feature', 'timestamp'], optional: true },
		{ name: 'unix', type: 'number', roles: ['feature', 'timestamp'], optional: true },
		{ name: 'amount', type: 'number', roles: ['feature', 'amount'] }
	]
});

async function parsed(header: string, rows: readonly string[]) {
	const scaler = { kind: 'standard' as const, names: ['amount'], mean: [0], scale: [1], low: [-1], high: [1] };
	const session = compilePipeline({ schema, pipeline: [{ op: 'copy', from: 'amount', to: 'amount' }], scaler }).begin();
	const table = await openTable(sourceOf(`${[header, ...rows].join('\n')}\n`));
	const columns = resolveColumns(schema, table.headers, mappingOf(matchFile(schema, table.headers, {})));
	const reader = new BlockReader({ table, columns, session, names: new CardNames(null) });
	for await (const batch of table.batches(rows.length)) return reader.read(batch, 1);
	throw new Error('The table has no rows.');
}

describe('of two times that may stand for each other', () => {
	it('a file needs one', () => {
		const lacks = (headers: string[]) => missingColumns(schema, matchFile(schema, headers, {}))?.detail.columns ?? null;
		expect(lacks(['amount'])).toEqual(['when']);
		expect(lacks(['amount', 'unix'])).toBeNull();
		expect(lacks(['amount', 'when'])).toBeNull();
		expect(() => resolveColumns(schema, ['amount'], { amount: 0 })).toThrow('when');
	});

	it('a row needs one', async () => {
		const block = await parsed('when,unix,amount', ['2020-01-01,,1', ',1577836800,2', ',,3', '2020-01-01,1577836800,4']);
		expect([...block.entry]).toEqual([0, 1, 3]);
		expect(block.rejects.map(({ row, code, column }) => [row, code, column])).toEqual([[3, 'cell.blank', 'when']]);
	});

	it('the one that the file has is logged', async () => {
		expect([...(await parsed('unix,amount', ['1577836800,1'])).timestamp]).toEqual([1577836800]);
		expect([...(await parsed('when,amount', ['2020-01-01,1'])).timestamp]).toEqual([Date.UTC(2020, 0, 1) / 1000]);
	});

	it('a single transaction needs one', () => {
		expect(validateRaw(schema, { amount: 1, unix: 5 })).toEqual([NaN, 5, 1]);
		expect(() => validateRaw(schema, { amount: 1 })).toThrow('when is missing; enter a date.');
	});
});
