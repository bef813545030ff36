import { describe, expect, it } from 'vitest';
import { compilePipeline } from '../../core/features/pipeline';
import { CardNames } from '../../core/privacy/card-names';
import { schema as schemaOf } from '../../core/schema/schema';
import { openTable } from '../../csv/open';
import { sourceOf } from '../../csv/testing';
import { mappingOf, matchFile } from '../match-file';
import { BlockReader } from './block-reader';
import { resolveColumns } from './columns';
import type { ParsedBlock } from './parse-block';

const schema = schemaOf.parse({
	name: 'dated',
	columns: [
		{ name: 'when', type: 'datetime', roles: ['feature', 'timestamp'], min: 0, max: 4_000_000_000 },
		{ name: 'card', type: 'string', roles: ['feature', 'entity'] },
		{ name: 'kind', type: 'string', roles: ['feature'] },
		{ name: 'amount', type: 'number', roles: ['feature', 'amount'], min: 0 },
		{ name: 'balance', type: 'number', roles: ['feature'], optional: true },
		{ name: 'fraud', type: 'number', roles: ['label'] }
	]
});

async function parsed(rows: readonly string[], header = 'when,card,kind,amount,balance,fraud'): Promise<ParsedBlock> {
	const names = ['when', 'amount'];
	const all = (value: number) => names.map(() => value);
	const session = compilePipeline({
		schema,
		pipeline: [
			{ op: 'copy', from: 'when', to: 'when' },
			{ op: 'copy', from: 'amount', to: 'amount' }
		],
		scaler: { kind: 'standard', names, mean: all(0), scale: all(1), low: all(-1), high: all(1) }
	}).begin();
	const table = await openTable(sourceOf(`${[header, ...rows].join('\n')}\n`));
	const columns = resolveColumns(schema, table.headers, mappingOf(matchFile(schema, table.headers, {})));
	const reader = new BlockReader({ table, columns, session, names: new CardNames(null) });
	for await (const batch of table.batches(rows.length)) return reader.read(batch, 1);
	throw new Error('The table has no rows.');
}

const good = '2018-04-01 00:00:31,c1,web,9.5,100,0';

describe('parseBlock', () => {
	it.each([
		['a date that is none', '31st of May,c1,web,9.5,100,0', 'cell.bad-date', 'when'],
		['a day that no month has', '2018-02-30 10:00:00,c1,web,9.5,100,0', 'cell.bad-date', 'when'],
		['a date before the schema’s first', '1969-12-31 23:59:59,c1,web,9.5,100,0', 'cell.out-of-range', 'when'],
		['a blank date', ',c1,web,9.5,100,0', 'cell.blank', 'when'],
		['a row of nobody', '2018-04-01 00:00:31, ,web,9.5,100,0', 'cell.blank', 'card'],
		['NaN', '2018-04-01 00:00:31,c1,web,NaN,100,0', 'cell.not-finite', 'amount'],
		['a number below the least', '2018-04-01 00:00:31,c1,web,-1,100,0', 'cell.out-of-range', 'amount'],
		['words in an optional number', '2018-04-01 00:00:31,c1,web,9.5,much,0', 'cell.not-a-number', 'balance'],
		['a cell too few', '2018-04-01 00:00:31,c1,web,9.5,100', 'row.ragged', '']
	])('rejects %s, and only that row', async (_, row, code, column) => {
		const block = await parsed([good, row, good]);
		expect(block.rejects.map((reject) => [reject.row, reject.code, reject.column])).toEqual([[2, code, column]]);
		expect([...block.entry]).toEqual([0, 2]);
		expect([...block.label]).toEqual([0, 255, 0]);
		expect([...block.timestamp]).toEqual([1_522_540_831, NaN, 1_522_540_831]);
	});

	it('scores a row whose label is another value, without it', async () => {
		const block = await parsed([good, good.replace(/0$/, 'yes'), good.replace(/0$/, '')]);
		expect(block.scored).toBe(3);
		expect([...block.label]).toEqual([0, 255, 255]);
		expect(block.rejects.map(({ row, code }) => [row, code])).toEqual([[2, 'cell.bad-label']]);
	});

	it('takes a missing optional number, blank or without a column, and a blank text', async () => {
		const blank = await parsed([good.replace('web', '').replace('100', '')]);
		expect([blank.scored, blank.raw[4][0]]).toEqual([1, NaN]);
		const without = await parsed(['2018-04-01 00:00:31,c1,web,9.5,0'], 'when,card,kind,amount,fraud');
		expect([without.scored, without.raw[4][0]]).toEqual([1, NaN]);
	});
});
