import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allCells, chunksOf } from './testing';
import { MAX_BATCH_BYTES, MAX_RECORD_BYTES, Tokenizer } from './tokenizer';

const spectrum = dirname(createRequire(import.meta.url).resolve('csv-spectrum'));
// The one left out has another phone number in its JSON than in its CSV; PapaParse judges it below.
const cases = readdirSync(join(spectrum, 'csvs'))
	.map((file) => file.replace(/\.csv$/, ''))
	.filter((name) => name !== 'location_coordinates');

const objects = z.record(z.string(), z.string());

function papa(text: string, delimiter: string, newline: '\n' | '\r\n' | '\r') {
	return Papa.parse<string[]>(text, { delimiter, newline, skipEmptyLines: true });
}

const splits = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
const delimiters = fc.constantFrom(',', ';', '\t', '|');
const newlines = fc.constantFrom<('\n' | '\r\n' | '\r')[]>('\n', '\r\n', '\r');
const piece = fc.oneof(
	fc.constantFrom('a', '7', '.', '-', ' ', '"', '""', ',', ';', '\t', '|', '\n', '\r\n', '\r', 'é', '漢', '😀', '\ufeff'),
	fc.string({ maxLength: 3 })
);
const cell = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(''));
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });

function quotedAsNeeded(text: string, always: boolean): string {
	return always || /[",;\t|\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

describe('Tokenizer agrees with', () => {
	it.each(cases)('csv-spectrum: %s', async (name) => {
		const text = readFileSync(join(spectrum, 'csvs', `${name}.csv`));
		const json = z.array(objects).parse(JSON.parse(readFileSync(join(spectrum, 'json', `${name}.json`), 'utf8')));
		for (const length of [1, 7, 1 << 16]) {
			const [header = [], ...rows] = await allCells(text, ',', [length]);
			expect(rows.map((row) => Object.fromEntries(header.map((h, i) => [h, row[i]])))).toEqual(json);
		}
	});

	it('PapaParse on csv-spectrum: location_coordinates', async () => {
		const text = readFileSync(join(spectrum, 'csvs', 'location_coordinates.csv'));
		expect(await allCells(text, ',', [1])).toEqual(papa(new TextDecoder().decode(text), ',', '\n').data);
	});

	it('PapaParse on any table, however it is quoted and cut into chunks', async () => {
		await fc.assert(
			fc.asyncProperty(table, delimiters, newlines, splits, fc.boolean(), fc.boolean(), async (rows, delimiter, newline, lengths, always, last) => {
				const lines = rows.map((row) => row.map((text) => quotedAsNeeded(text, always)).join(delimiter));
				const text = lines.join(newline) + (last ? newline : '');
				// PapaParse drops a byte order mark, which is not the tokenizer's business.
				fc.pre(!text.startsWith('\ufeff'));
				expect(await allCells(text, delimiter, lengths)).toEqual(papa(text, delimiter, newline).data);
			}),
			{ numRuns: 250 }
		);
	});

	it('PapaParse on malformed quoting, but for a quote that is never closed', async () => {
		const mess = fc.array(fc.constantFrom('"', '""', ',', '\n', 'a', ' ', '\t', ',"', '"\n'), { maxLength: 25 });
		await fc.assert(
			fc.asyncProperty(mess, splits, async (parts, lengths) => {
				const text = parts.join('');
				const expected = papa(text, ',', '\n');
				fc.pre(!expected.errors.some((error) => error.code === 'MissingQuotes'));
				expect(await allCells(text, ',', lengths)).toEqual(expected.data);
			}),
			{ numRuns: 800 }
		);
	});
});

describe('Tokenizer', () => {
	it('follows RFC 4180', async () => {
		expect(await allCells('aaa,bbb,ccc\r\nzzz,yyy,xxx', ',')).toEqual([['aaa', 'bbb', 'ccc'], ['zzz', 'yyy', 'xxx']]);
		expect(await allCells('"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx\r\n', ',')).toEqual([
			['aaa', 'b\r\nbb', 'ccc'],
			['zzz', 'yyy', 'xxx']
		]);
		expect(await allCells('"aaa","b""bb","ccc"', ',')).toEqual([['aaa', 'b"bb', 'ccc']]);
		expect(await allCells('a, b ,c\n', ',')).toEqual([['a', ' b ', 'c']]);
	});

	it('reads mixed line endings, which PapaParse does not', async () => {
		expect(await allCells('a,b\r\n1,2\n3,4\r5,6\r\n', ',', [1])).toEqual([['a', 'b'], ['1', '2'], ['3', '4'], ['5', '6']]);
	});

	it('takes the rest of the file for the text of a quote that is never closed', async () => {
		expect(await allCells('a,b\n1,"x\n2,y\n', ',')).toEqual([['a', 'b'], ['1', 'x\n2,y\n']]);
	});

	it('gives every byte to exactly one batch, and the same batches for any chunks', async () => {
		await fc.assert(
			fc.asyncProperty(table, newlines, splits, fc.integer({ min: 1, max: 4 }), async (rows, newline, lengths, maxRows) => {
				const text = rows.map((row) => row.map((c) => quotedAsNeeded(c, false)).join(',')).join(newline + newline);
				const spans = async (cut: readonly number[]) => {
					const tokenizer = new Tokenizer(chunksOf(text, cut), ',');
					const found: { offset: number; bytes: string; rows: number[] }[] = [];
					for (let b = await tokenizer.next(maxRows); b; b = await tokenizer.next(maxRows)) {
						found.push({
							offset: b.baseOffset,
							bytes: Buffer.from(b.bytes).toString(),
							rows: Array.from(b.rowStart.subarray(0, b.rows + 1))
						});
					}
					return found;
				};
				const found = await spans(lengths);
				expect(found).toEqual(await spans([1 << 16]));
				if (found.length > 0) expect(found.map((batch) => batch.bytes).join('')).toBe(text);
			}),
			{ numRuns: 100 }
		);
	});

	it('fills a batch to its bytes where rows are long, wherever chunks end', async () => {
		const line = `${'x'.repeat(MAX_RECORD_BYTES - 1)}\n`;
		const text = line.repeat(6);
		for (const length of [100_000, 1 << 20, 10 << 20]) {
			const tokenizer = new Tokenizer(chunksOf(text, [length]), ',');
			const sizes: number[] = [];
			for (let b = await tokenizer.next(1000); b; b = await tokenizer.next(1000)) sizes.push(b.rows);
			expect(sizes).toEqual([MAX_BATCH_BYTES / MAX_RECORD_BYTES, 2]);
		}
	});

	it('refuses a record over 1 MiB, after the rows before it, with little memory', async () => {
		let given = 0;
		async function* endless() {
			yield new TextEncoder().encode('a,b\n1,2\n3,"');
			for (; given < 200; given++) yield new Uint8Array(1 << 20).fill(0x78);
		}
		const tokenizer = new Tokenizer(endless(), ',');
		expect((await tokenizer.next(10))?.rows).toBe(2);
		await expect(tokenizer.next(10)).rejects.toMatchObject({ code: 'file.row-too-long', detail: { row: 2, offset: 8 } });
		expect(given).toBeLessThan(4);
	});

	it('takes a record of exactly 1 MiB', async () => {
		const longest = 'x'.repeat(MAX_RECORD_BYTES);
		expect((await allCells(`${longest}\r\ny`, ',', [1000])).map(([c]) => c?.length)).toEqual([MAX_RECORD_BYTES, 1]);
		await expect(allCells(`${longest}x\r\ny`, ',', [1000])).rejects.toMatchObject({ code: 'file.row-too-long' });
	});

	it('bounds blank lines without end', async () => {
		await expect(allCells('\n'.repeat(3 << 20), ',')).rejects.toMatchObject({ code: 'file.row-too-long' });
	});
});
