import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openTable } from './open';
import { blobSource } from './source';
import { bytesOf, dataCells, opened, sourceOf } from './testing';

const utf16 = (text: string, bigEndian: boolean): Buffer => {
	const bytes = Buffer.from(text, 'utf16le');
	return bigEndian ? bytes.swap16() : bytes;
};
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('openTable', () => {
	it('reads header, dialect and rows', async () => {
		const table = await opened('\n\r\nid, "Amount" ,"a ""b"""\r\n\r\n1,"2,5",x\r\n');
		expect(table.headers).toEqual(['id', '"Amount"', 'a "b"']);
		expect(table.newline).toBe('\r\n');
		expect(Buffer.from(table.headerBytes).toString()).toBe('\n\r\nid, "Amount" ,"a ""b"""\r\n\r\n');
		expect(table.dialect).toEqual({ delimiter: ',', decimal: ',', encoding: 'utf-8', gzip: false });
		expect(await dataCells(table)).toEqual([['1', '2,5', 'x']]);
	});

	it('joins header and batches to the very bytes of the file, at their offsets', async () => {
		const text = 'a;b\r\n\r\n1;2\r\n"x;\n";3\n\n\n4;5';
		const table = await opened(text, {}, [1]);
		let all = Buffer.from(table.headerBytes).toString();
		for await (const batch of table.batches(1)) {
			expect(batch.baseOffset).toBe(all.length);
			all += Buffer.from(batch.bytes).toString();
		}
		expect(all).toBe(text);
		expect(table.bytesRead()).toBe(text.length);
	});

	it.each([
		['a;b\n1,5;2,5\n3,5;4,5\n', ';', ','],
		['1.5;x;y\n1,5;2,5;3\n', ';', ','],
		['a,b\n1.5,2.5\n', ',', '.'],
		['a,b\n"1,5","2,5"\n', ',', ','],
		['a\tb, c\n1.5\t2,x\n', '\t', '.'],
		['a|b\n"1,2|3"|4\n"5,6"|7\n', '|', ','],
		['name;note\n"x, y, z";"1, 2"\n"a, b, c";"3, 4"\n', ';', '.'],
		['amount\n1.5\n2.5\n', ',', '.'],
		['amount\n1,5\n2,5\n', ';', ','],
		['a,b,c\n1,2\n3,4\n5,6,7,8\n', ',', '.'],
		['a;b\n1.234,56;2\n1,5;2\n', ';', ',']
	])('finds delimiter and decimal mark of %j', async (text, delimiter, decimal) => {
		expect((await opened(text)).dialect).toMatchObject({ delimiter, decimal });
	});

	it.each(['sep=|\n', '"sep=|"\r\n', 'SEP=|\r'])('takes %j for what tells Excel the delimiter, not for the header', async (line) => {
		const text = `${line}a|b,c\n1|2,5\n`;
		for (const lengths of [[1], [5], [1000]]) {
			const table = await opened(text, {}, lengths);
			expect(table.dialect).toMatchObject({ delimiter: '|', decimal: ',' });
			expect(table.headers).toEqual(['a', 'b,c']);
			expect(Buffer.from(table.headerBytes).toString()).toBe(`${line}a|b,c\n`);
			expect(await dataCells(table)).toEqual([['1', '2,5']]);
		}
		const resumed = await opened(`${text}3|4\n`, { startOffset: text.length });
		expect(await dataCells(resumed)).toEqual([['3', '4']]);
		await expect(opened(line)).rejects.toMatchObject({ code: 'file.empty' });
	});

	it.each(['   \n  \n', ',,,\n1,2,3,4\n'])('calls a first line of blanks blank: %j', async (text) => {
		await expect(opened(text)).rejects.toMatchObject({ code: 'file.no-header', message: expect.stringContaining(' is blank') as string });
	});

	it('takes the user’s corrections', async () => {
		const table = await opened('a,b;c\n1,2;3\n', { dialect: { delimiter: ',', decimal: ',' } });
		expect(table.headers).toEqual(['a', 'b;c']);
		expect(table.dialect.decimal).toBe(',');
		expect((await opened(latin1('é,b\n1,2\n'), { dialect: { encoding: 'utf-8' } })).dialect.encoding).toBe('utf-8');
	});

	const text = 'naïve;price €\r\n1,5;“x”\r\n';
	it.each([
		['UTF-8', bytesOf(text), 'utf-8', false],
		['UTF-8 with a mark', bytesOf(`\ufeff${text}`), 'utf-8', true],
		['UTF-16 LE with a mark', utf16(`\ufeff${text}`, false), 'utf-16le', true],
		['UTF-16 BE with a mark', utf16(`\ufeff${text}`, true), 'utf-16be', true],
		['UTF-16 LE without', utf16(text, false), 'utf-16le', false],
		['UTF-16 BE without', utf16(text, true), 'utf-16be', false],
		['windows-1252', latin1('na\xefve;price \x80\r\n1,5;\x93x\x94\r\n'), 'windows-1252', false]
	])('reads %s, plain and gzipped, in any chunks', async (_, bytes, encoding, byteOrderMark) => {
		for (const content of [bytes, gzipSync(bytes)]) {
			const table = await opened(content, {}, [1, 2, 5]);
			expect(table.dialect).toMatchObject({ encoding, delimiter: ';', decimal: ',', gzip: content !== bytes });
			expect(table.headers).toEqual(['naïve', 'price €']);
			expect(table.byteOrderMark).toBe(byteOrderMark);
			expect(Buffer.from(table.headerBytes).toString()).toBe('naïve;price €\r\n');
			expect(await dataCells(table)).toEqual([['1,5', '“x”']]);
		}
	});

	it('leaves bytes that are not UTF-8 as they are when they come after the head', async () => {
		const bytes = Buffer.concat([Buffer.from('a,b\n'), Buffer.from('1,x\n'.repeat(60_000)), latin1('2,\xe9\n')]);
		const table = await opened(bytes);
		expect(table.dialect.encoding).toBe('utf-8');
		const parts: Uint8Array[] = [table.headerBytes];
		for await (const batch of table.batches(5000)) parts.push(batch.bytes.slice());
		expect(Buffer.concat(parts).equals(bytes)).toBe(true);
	});

	it('comes to the same conclusions however the source cuts its chunks', async () => {
		const bytes = Buffer.concat([Buffer.from(`a,b\n${'1,x\n'.repeat(40_000)}`), latin1('2,\xe9\n')]);
		for (const length of [1000, 1 << 16, 1 << 20]) {
			expect((await opened(bytes, {}, [length])).dialect.encoding).toBe('utf-8');
		}
	});

	const zip = (part: string): Buffer => Buffer.concat([latin1('PK\x03\x04\x14\0\0\0\0\0'), Buffer.from(part), Buffer.alloc(50, 7)]);
	it.each([
		['nothing', '', 'file.empty'],
		['blank lines', '\n\r\n\n', 'file.empty'],
		['an empty gzip', gzipSync(''), 'file.empty'],
		['a mark alone', '\ufeff', 'file.empty'],
		['a header', 'a,b\n', 'file.header-only'],
		['a header and blank lines', 'a,b\n\n""\n\n', 'file.header-only'],
		['numbers in the first line', '1,2.5,-3e4,\n1,2,3,4\n', 'file.no-header'],
		['European numbers in the first line', '1,5;2,5\n3,5;4,5\n', 'file.no-header'],
		['only numbers in one line', '1,2', 'file.no-header'],
		['columns of one name', 'a,b, a ,"b",c\n1,2,3,4,5\n', 'file.duplicate-columns'],
		['a workbook', zip('[Content_Types].xml'), 'file.spreadsheet'],
		['a gzipped workbook', gzipSync(zip('xl/workbook.xml')), 'file.spreadsheet'],
		['an old workbook', latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0'), 'file.spreadsheet'],
		['a zip', zip('data.csv'), 'file.archive'],
		['a document', zip('[Content_Types].xml word/document.xml'), 'file.archive'],
		['a tar in a gzip', gzipSync(Buffer.concat([Buffer.alloc(257, 97), Buffer.from('ustar\0')])), 'file.archive'],
		['a gzip in a gzip', gzipSync(gzipSync('a,b\n1,2\n')), 'file.archive'],
		['a PDF', '%PDF-1.7\n', 'file.binary'],
		['Parquet', 'PAR1\x15\x04', 'file.binary'],
		['a web page', '<!DOCTYPE html><html>', 'file.binary'],
		['NUL bytes', 'a,b\n1,\0\0\0,2\n', 'file.binary'],
		['control bytes', 'ab\x01\x02\x03\x04cd\n', 'file.binary'],
		['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'file.encoding'],
		['a broken gzip', gzipSync('a,b\n1,2\n').subarray(0, 15), 'file.gzip-corrupt'],
		['a line of 2 MiB', `a,b\n${'x'.repeat(2 << 20)}`, 'file.row-too-long'],
		['a quote never closed', `a,b\n1,"${'2,3\n'.repeat(1 << 19)}`, 'file.row-too-long']
	])('refuses %s', async (_, content, code) => {
		const read = async () => dataCells(await opened(content));
		const fault = await read().catch((error: unknown) => error);
		expect(fault).toMatchObject({ code });
		// A sentence that says what to do.
		expect(String(fault)).toMatch(/\. [A-Z].*\.$|: .*\.$/s);
	});

	it('names duplicate columns, and lets blank headers be', async () => {
		await expect(opened('a,b,a,b,c\n1,2,3,4,5\n')).rejects.toMatchObject({ detail: { columns: ['a', 'b'] } });
		expect((await opened(',a,\n1,2,3\n')).headers).toEqual(['', 'a', '']);
	});

	it.each([
		['a Blob', (bytes: Uint8Array<ArrayBuffer>) => blobSource(new Blob([bytes]), 'x')],
		['a stream', (bytes: Uint8Array<ArrayBuffer>) => sourceOf(bytes, [999])]
	])('goes on at a record’s offset of %s', async (_, sourceFor) => {
		const rows = Array.from({ length: 60_000 }, (_, i) => `${i},é${i}`);
		const whole = `a,b\n${rows.join('\n')}\n`;
		for (const bytes of [bytesOf(whole), bytesOf(`\ufeff${whole}`), utf16(`\ufeff${whole}`, false), gzipSync(whole)]) {
			const source = sourceFor(bytesOf(bytes));
			const first = await openTable(source);
			for (const row of [2, 59_000]) {
				const startOffset = Buffer.byteLength(`a,b\n${rows.slice(0, row).join('\n')}\n`);
				const table = await openTable(source, { startOffset });
				const found = await dataCells(table, 7);
				expect(found.length).toBe(rows.length - row);
				expect(found[0]).toEqual(rows[row]?.split(','));
				expect(table.bytesRead()).toBe(bytes.length);
			}
			await first.close();
		}
	});

	it('stops reading when its consumer does', async () => {
		let closed = false;
		async function* endless() {
			try {
				for (;;) yield bytesOf('a,b\n1,2\n');
			} finally {
				closed = true;
			}
		}
		const source = { name: 'endless', size: null, open: endless };
		for await (const batch of (await openTable(source)).batches(10)) if (batch.rows > 0) break;
		expect(closed).toBe(true);
		closed = false;
		await (await openTable(source)).close();
		expect(closed).toBe(true);
	});

	it('stops at an abort', async () => {
		const stop = new AbortController();
		const table = await opened('a,b\n'.repeat(10).replace('a,b', 'x,y'), { signal: stop.signal });
		const batches = table.batches(1)[Symbol.asyncIterator]();
		expect((await batches.next()).done).toBe(false);
		stop.abort();
		await expect(batches.next()).rejects.toMatchObject({ name: 'AbortError' });
	});
});
