import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compilePipeline } from '../../core/features/pipeline';
import { CardNames } from '../../core/privacy/card-names';
import { schema as schemaOf } from '../../core/schema/schema';
import type { Schema } from '../../core/schema/schema';
import { openTable } from '../../csv/open';
import { sourceOf } from '../../csv/testing';
import { mappingOf, matchFile } from '../match-file';
import { BlockReader } from './block-reader';
import { numericColumns, resolveColumns } from './columns';

const scored = ['fraud_probability', 'decision', 'error'];

/** Only numbers; and all else that a row can have between them. */
const schemas: { readonly [name: string]: Schema } = {
	numbers: schemaOf.parse({
		name: 'numbers',
		columns: [
			{ name: 'time', type: 'number', roles: ['feature', 'timestamp'], min: 0 },
			{ name: 'x', type: 'number', roles: ['feature'], min: -5, max: 5 },
			{ name: 'y', type: 'number', roles: ['feature'], optional: true, max: 100 },
			{ name: 'amount', type: 'number', roles: ['amount'] },
			{ name: 'fraud', type: 'number', roles: ['label'] }
		]
	}),
	mixed: schemaOf.parse({
		name: 'mixed',
		columns: [
			{ name: 'x', type: 'number', roles: ['feature'], min: -5, max: 5 },
			{ name: 'when', type: 'datetime', roles: ['feature', 'timestamp'], optional: true, min: 0 },
			{ name: 'time', type: 'number', roles: ['feature', 'timestamp'], optional: true, max: 2e9 },
			{ name: 'card', type: 'string', roles: ['feature', 'entity'] },
			{ name: 'y', type: 'number', roles: ['feature'], optional: true },
			{ name: 'kind', type: 'string', roles: ['feature'] },
			{ name: 'amount', type: 'number', roles: ['feature', 'amount'], min: 0 },
			{ name: 'fraud', type: 'number', roles: ['label'] }
		]
	})
};

const cells = fc.oneof(
	{ weight: 60, arbitrary: fc.double({ min: 0, max: 5, noNaN: true }).map(String) },
	{ weight: 20, arbitrary: fc.constantFrom('0', '1') },
	fc.constantFrom('', ' ', '"', '""', '" "', '" 1.5 "', 'NaN', 'x', '-9', '1e9', '1e999', '7e-300', '0.1000000000000000055511151231257827'),
	fc.constantFrom('2018-04-01 00:00:31', '1969-12-31', 'yes', 'row.ragged: said so', '1,5', '"1,5"', '1;2')
);
/** Most rows as long as the header, with cells that may stand in any column. */
const tables = fc.record({
	name: fc.constantFrom(...Object.keys(schemas)),
	rows: fc.array(fc.record({ cells: fc.array(cells, { minLength: 11, maxLength: 11 }), extra: fc.constantFrom(0, 0, 0, 0, 0, -2, -1, 1, 2) }), {
		minLength: 1,
		maxLength: 12
	}),
	order: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
	wasScored: fc.boolean(),
	decimal: fc.constantFrom<('.' | ',')[]>('.', ','),
	delimiter: fc.constantFrom(',', ';')
});

it('reads the same from numbers that came with a batch as from its cells', async () => {
	await fc.assert(
		fc.asyncProperty(tables, async ({ name, rows, order, wasScored, decimal, delimiter }) => {
			const schema = schemas[name];
			const own = schema.columns.map((column, i) => ({ header: column.name, key: order[i] })).sort((a, b) => a.key - b.key);
			const headers = [...own.map(({ header }) => header), ...(wasScored ? scored : [])];
			const lines = rows.map((row) =>
				row.cells
					.slice(0, headers.length + row.extra)
					.map((text) => (decimal === ',' ? text.replace('.', delimiter === ',' ? '.' : ',') : text))
					.join(delimiter)
			);
			const content = `${[headers.join(delimiter), ...lines].join('\n')}\n`;
			const read = async (withNumbers: boolean) => {
				const table = await openTable(sourceOf(content, [50]), { dialect: { decimal, delimiter } });
				const columns = resolveColumns(schema, table.headers, mappingOf(matchFile(schema, table.headers, {})));
				const names = ['x'];
				const scaler = { kind: 'standard' as const, names, mean: [0], scale: [1], low: [-1], high: [1] };
				const session = compilePipeline({ schema, pipeline: [{ op: 'copy', from: 'x', to: 'x' }], scaler }).begin();
				const reader = new BlockReader({ table, columns, session, names: new CardNames(null) });
				const blocks = [];
				for await (const batch of table.batches(5, withNumbers ? numericColumns(columns) : [])) {
					expect(batch.numbers !== undefined).toBe(withNumbers);
					const { raw, ...block } = reader.read(batch, 1);
					blocks.push({ ...block, raw: raw.map((values) => values.slice()) });
				}
				return { blocks, texts: session.dictionaries.map((dictionary) => dictionary?.textsFrom(0)) };
			};
			expect(await read(true)).toEqual(await read(false));
		}),
		{ numRuns: 150 }
	);
});
