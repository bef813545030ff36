import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { rowCells } from '../src/lib/csv/cells';
import { parseNumberText } from '../src/lib/csv/number';
import { SegmentReader, segmentsOf } from '../src/lib/csv/segment-reader';
import type { RangeSource } from '../src/lib/csv/segment-reader';
import { chunksOf } from '../src/lib/csv/testing';
import { Tokenizer } from '../src/lib/csv/tokenizer';
import type { RecordBatch } from '../src/lib/csv/types';

// Every way in which Shrike reads records, judged by PapaParse's rows: in chunks by the scanner in TypeScript and by the one in
// WebAssembly, and segment by segment, each from a first line that may lie within quotes. SHRIKE_FUZZ=100000 says how many
// files to make; by default a few seconds' worth.
//
// Where the two are meant to differ:
// - A quote that is never closed: both take the rest of the file for its text, but PapaParse leaves doubled quotes in it doubled.
// - Blanks between a closing quote and the end of the file: PapaParse takes the quote for one that closes nothing, though with
//   a line end after the same blanks it closes. Here both close the cell.
// - Files that mix line endings: PapaParse knows one a file and mis-splits the others; only files of one kind are compared.
// - A byte order mark: PapaParse drops it, as opening a table does; the reader of records is never given one.

const fuzzFiles = Number(process.env.SHRIKE_FUZZ ?? 2500);
const numeric = [0, 2];

interface Text {
	readonly text: string;
	readonly delimiter: ',' | ';' | '\t' | '|';
	readonly newline: '\n' | '\r\n' | '\r';
}

/** PapaParse's rows but for its blank ones, as its `skipEmptyLines` leaves them out, and with the first two differences made good. */
function papa({ text, delimiter, newline }: Text): string[][] {
	const ending = /"[ \t]+$/.test(text) ? newline : '';
	const { data, errors } = Papa.parse<string[]>(text + ending, { delimiter, newline });
	const last = data.at(-1);
	if (last && errors.some(({ code }) => code === 'MissingQuotes')) {
		const rest = last.pop() ?? '';
		last.push(rest.slice(0, rest.length - ending.length).replaceAll('""', '"'));
	}
	return data.filter((cells) => cells.length > 1 || cells[0] !== '');
}

/** The rows of a batch, whose numbers must be those of its texts. */
function rowsOf(batch: RecordBatch): string[][] {
	const rows = Array.from({ length: batch.rows }, (_, row) => rowCells(batch, row));
	for (const column of batch.numbers ? numeric : []) {
		const numbers = rows.map((cells) => (column < cells.length ? parseNumberText(cells[column], '.') : NaN));
		const wanted = numbers.map((value) => (typeof value === 'number' ? value : NaN));
		expect(Array.from(batch.numbers?.[column]?.subarray(0, batch.rows) ?? [])).toEqual(wanted);
	}
	return rows;
}

async function inChunks({ text, delimiter }: Text, lengths: readonly number[], fused: boolean): Promise<string[][]> {
	const tokenizer = new Tokenizer(chunksOf(text, lengths), delimiter);
	if (fused) tokenizer.readNumbers(numeric, '.');
	const rows: string[][] = [];
	for (let batch = await tokenizer.next(3); batch; batch = await tokenizer.next(3)) rows.push(...rowsOf(batch));
	return rows;
}

/** As a pool of workers does it: a segment that began elsewhere than the one before it ended is read again from there. */
async function inSegments({ text, delimiter }: Text, length: number): Promise<string[][]> {
	const bytes = new TextEncoder().encode(text);
	const source: RangeSource = { size: bytes.length, read: async (from, to, take) => take(bytes.slice(from, to), 0) };
	const reader = new SegmentReader(source, { delimiter, decimal: '.' }, numeric);
	const rows: string[][] = [];
	let start = 0;
	for (const [k, segment] of segmentsOf(0, bytes.length, length).entries()) {
		if (k > 0 && start >= segment.to) continue;
		for (const from of k === 0 ? [0] : [null, start]) {
			const own: string[][] = [];
			await reader.open(segment, from);
			for (let batch = await reader.next(3); batch; batch = await reader.next(3)) own.push(...rowsOf(batch));
			if (from === null && reader.start !== start) continue;
			rows.push(...own);
			break;
		}
		start = reader.end;
	}
	return rows;
}

async function expectAgreement(file: Text, chunks: readonly number[], segment: number): Promise<void> {
	const rows = papa(file);
	expect(await inChunks(file, chunks, false)).toEqual(rows);
	expect(await inChunks(file, chunks, true)).toEqual(rows);
	expect(await inSegments(file, segment)).toEqual(rows);
}

const newlines = fc.constantFrom<Text['newline'][]>('\n', '\r\n', '\r');
const delimiters = fc.constantFrom<Text['delimiter'][]>(',', ';', '\t', '|');
const piece = fc.oneof(
	fc.constantFrom('a', '.', '-', ' ', '"', '""', ',', ';', '\t', '|', '\n', '\r\n', '\r', 'é', '漢', '😀'),
	fc.double({ noNaN: true, min: -1e4, max: 1e4 }).map(String),
	fc.string({ maxLength: 3 })
);
const cell = fc.oneof(
	fc.double({ noNaN: true }).map(String),
	fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(''))
);
/** A table as a program writes it: quotes where they are needed, or everywhere. */
const written = fc
	.record({
		rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
		delimiter: delimiters,
		newline: newlines,
		always: fc.boolean(),
		ends: fc.boolean()
	})
	.map(({ rows, delimiter, newline, always, ends }): Text => {
		const quoted = (text: string) => (always || /[",;\t|\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
		const text = rows.map((row) => row.map(quoted).join(delimiter)).join(newline) + (ends ? newline : '');
		return { text, delimiter, newline };
	});
/** What no program writes: quotes anywhere. */
const mess = fc
	.record({
		parts: fc.array(fc.constantFrom('"', '""', 'D', 'N', 'a', ' ', '\t', '1.5', '-2', 'D"', '"D', '"N', 'N"'), { maxLength: 25 }),
		delimiter: delimiters,
		newline: newlines
	})
	.map(({ parts, delimiter, newline }): Text => {
		const text = parts.join('').replaceAll('D', delimiter).replaceAll('N', newline);
		return { text, delimiter, newline };
	});
const files = fc.oneof(written, mess).filter(({ text }) => !text.startsWith('\ufeff'));
const chunkLengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });

describe('records are those of PapaParse', () => {
	const spectrum = join(dirname(createRequire(import.meta.url).resolve('csv-spectrum')), 'csvs');

	it.each(readdirSync(spectrum))('on %s of csv-spectrum', async (name) => {
		const text = readFileSync(join(spectrum, name), 'utf8');
		const file: Text = { text, delimiter: ',', newline: /^[^\n"]*\r\n/.test(text) ? '\r\n' : '\n' };
		for (const length of [1, 2, 7, 1 << 16]) await expectAgreement(file, [length], length);
	});

	it.each([
		'aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n',
		'aaa,bbb,ccc\r\nzzz,yyy,xxx',
		'field_name,field_name,field_name\r\naaa,bbb,ccc\r\nzzz,yyy,xxx\r\n',
		'"aaa","bbb","ccc"\r\nzzz,yyy,xxx',
		'"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx',
		'"aaa","b""bb","ccc"'
	])('on the example of RFC 4180 %j', async (text) => {
		for (const length of [1, 3, 1 << 16]) await expectAgreement({ text, delimiter: ',', newline: '\r\n' }, [length], length);
	});

	it(`on ${fuzzFiles} generated files, cut anywhere`, async () => {
		await fc.assert(
			fc.asyncProperty(files, chunkLengths, fc.integer({ min: 1, max: 60 }), expectAgreement),
			{ numRuns: fuzzFiles }
		);
	}, 3_600_000);
});
