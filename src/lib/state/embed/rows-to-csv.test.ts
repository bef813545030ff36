import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Columns, Transaction } from '../../core/embed/wire';
import { openTable } from '../../csv/open';
import { rowCells } from '../../csv/cells';
import { blobSource } from '../../csv/source';
import { rowsToCsv, type GivenRows } from './rows-to-csv';

const csvOf = async (given: GivenRows): Promise<string> => (await rowsToCsv(given, { clock: () => 0 })).text();

async function readBack(given: GivenRows): Promise<string[][]> {
	const { data, errors } = Papa.parse<string[]>((await csvOf(given)).replace(/\n$/, ''), { delimiter: ',', newline: '\n' });
	// A table of one blank cell.
	expect(errors.filter(({ code }) => code !== 'UndetectableDelimiter')).toEqual([]);
	return data;
}

const name = fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', '\uFEFF', '='), minLength: 1 }));
const text = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ';', '\t', ' ', '=', '-', '0', '\u00e9', '\u{1f426}') })
);
const number = fc.double({ noNaN: true });
const names = fc.uniqueArray(name, { minLength: 2, maxLength: 6 });
const safe = (wanted: readonly string[]): boolean => !wanted.includes('__proto__');

describe('rows as CSV', () => {
	it('read back by PapaParse as what the objects hold', async () => {
		const value = fc.oneof(number, text, fc.boolean(), fc.constant(null));
		const rows = names.filter(safe).chain((wanted) =>
			fc.array(fc.dictionary(fc.constantFrom(...wanted), value, { noNullPrototype: true }), { minLength: 1, maxLength: 8 })
		);
		await fc.assert(
			fc.asyncProperty(rows, async (transactions: Transaction[]) => {
				const order = [...new Set(transactions.flatMap((row) => Object.keys(row)))];
				fc.pre(order.length > 1);
				const [header, ...lines] = await readBack({ transactions });
				expect(header).toEqual(order);
				expect(lines).toHaveLength(transactions.length);
				for (const [r, transaction] of transactions.entries()) {
					for (const [c, column] of order.entries()) {
						const given = (Object.hasOwn(transaction, column) ? transaction[column] : null) ?? '';
						const found = lines[r][c];
						if (typeof given === 'number') expect(Number(found)).toBe(given);
						else expect(found).toBe(typeof given === 'boolean' ? String(Number(given)) : given);
					}
				}
			})
		);
	});

	it('read back as the same numbers, in single precision too', async () => {
		const lists = fc.array(fc.tuple(fc.double(), fc.float(), fc.integer()), { minLength: 1, maxLength: 20 });
		await fc.assert(
			fc.asyncProperty(lists, async (rows) => {
				const columns = {
					wide: Float64Array.from(rows, ([wide]) => wide),
					narrow: Float32Array.from(rows, ([, narrow]) => narrow),
					whole: Int32Array.from(rows, ([, , whole]) => whole)
				};
				const [header, ...lines] = await readBack({ columns });
				expect(header).toEqual(['wide', 'narrow', 'whole']);
				const numberOf = (cell: string): number => (cell === '' ? NaN : Number(cell));
				expect(Float64Array.from(lines, ([cell]) => numberOf(cell))).toEqual(columns.wide);
				expect(Float32Array.from(lines, ([, cell]) => numberOf(cell))).toEqual(columns.narrow);
				expect(Int32Array.from(lines, ([, , cell]) => numberOf(cell))).toEqual(columns.whole);
			})
		);
	});

	it('have as many records for our own reader, blank ones of one column among them', async () => {
		const cell = fc.constantFrom('', 'a', ' ', '"', '\n', ',');
		await fc.assert(
			fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 6 }), async (only) => {
				const blob = await rowsToCsv({ columns: { only } }, { clock: () => 0 });
				const table = await openTable(blobSource(blob, 'rows.csv'), { dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8' } });
				const read: string[] = [];
				for await (const batch of table.batches(100)) {
					for (let r = 0; r < batch.rows; r++) read.push(...rowCells(batch, r));
				}
				expect(read).toEqual(only.map((text) => (text === '' ? ' ' : text)));
			})
		);
	});

	it('leave out what an object only inherits', async () => {
		const transactions: Transaction[] = [{ constructor: 'x', b: 1 }, { b: 2 }];
		expect(await csvOf({ transactions })).toBe('"constructor","b"\nx,1\n,2\n');
	});

	it('refuse columns of different lengths', async () => {
		const columns: Columns = { a: [1, 2].map(String), b: Float64Array.of(1) };
		await expect(csvOf({ columns })).rejects.toMatchObject({ code: 'input.wrong-count' });
	});

	it('let others work as often as the clock says, and stop when they are told to', async () => {
		const transactions = Array.from({ length: 5000 }, (_, i) => ({ a: i, b: `row ${i}` }));
		// Every look at the clock is a millisecond after the last.
		let now = 0;
		const pauses: number[] = [];
		const clock = () => now++;
		const pause = async () => void pauses.push(now);
		const blob = await rowsToCsv({ transactions }, { clock, pause });
		expect(await blob.text()).toBe(await csvOf({ transactions }));
		const gaps = pauses.map((at, i) => at - (pauses[i - 1] ?? 0));
		expect(pauses.length).toBeGreaterThan(3);
		expect(Math.max(...gaps)).toBeLessThanOrEqual(8);

		const controller = new AbortController();
		const stopped = rowsToCsv({ transactions }, { clock, pause: async () => controller.abort(), signal: controller.signal });
		await expect(stopped).rejects.toMatchObject({ code: 'engine.cancelled' });
	});
});
