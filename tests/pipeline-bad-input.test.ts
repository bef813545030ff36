import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../src/lib/core/errors';
import type { Reject } from '../src/lib/core/run/types';
import { file, scoreAsPreviewed, startEngine } from './fixtures/engine';

const header = 'Time,V1,V2,V3,Amount,Class';
const good = '100,0.1,-0.2,0.3,12.50,0';

function utf16(text: string): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(2 + 2 * text.length);
	bytes.set([0xff, 0xfe]);
	for (let i = 0; i < text.length; i++) new DataView(bytes.buffer).setUint16(2 + 2 * i, text.charCodeAt(i), true);
	return bytes;
}

describe('a file that cannot be scored as a whole', () => {
	const zip = zipSync({ 'a.csv': strToU8(`${header}\n${good}\n`) });
	const xlsx = zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': strToU8('<workbook/>') });
	const cases: readonly [string, BlobPart, ErrorCode][] = [
		['empty', '', 'file.empty'],
		['header only', `${header}\n`, 'file.header-only'],
		['no header', `${good}\n${good}\n`, 'file.no-header'],
		['a missing column', 'Time,V1,V2,V3,Amonut\n1,2,3,4,5\n', 'file.missing-columns'],
		['duplicate columns', 'Time,V1,V1,V2,V3,Amount\n1,2,2,3,4,5\n', 'file.duplicate-columns'],
		['binary', Uint8Array.from({ length: 4000 }, (_, i) => (i * 131) % 256), 'file.binary'],
		['a zip', new Uint8Array(zip), 'file.archive'],
		['a workbook', new Uint8Array(xlsx), 'file.spreadsheet'],
		['damaged gzip', new Uint8Array(gzipSync(strToU8(`${header}\n${good}\n`)).slice(0, 30)), 'file.gzip-corrupt']
	];

	it.each(cases)('%s is told in the preview, with what to do', async (_, content, code) => {
		const { engine } = await startEngine();
		const { problems } = await engine.preview(file(content));
		expect(problems.map((problem) => problem.code)).toEqual([code]);
		expect(problems[0].message).toMatch(/\w.*[.]$/);
	});

	it.each(cases)('%s is refused by scoreFile too and leaves no run behind', async (_, content, code) => {
		const { engine, store, status } = await startEngine();
		const run = engine.scoreFile(file(content), {
			dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false },
			mapping: { Time: 0, V1: 1, V2: 2, V3: 3, Amount: code === 'file.missing-columns' ? null : 4 },
			policy: status.pack.policy,
			resume: null
		});
		await expect(run).rejects.toMatchObject({ code });
		expect(await store.getRun('run-1')).toBeUndefined();
	});

	it('names every missing column and the header that comes closest', async () => {
		const { engine } = await startEngine();
		const { problems, matches } = await engine.preview(file('Time,V1,V2,Amonut\n1,2,3,4\n'));
		expect(problems[0].detail).toEqual({ columns: ['V3', 'Amount'], suggestions: { Amount: 'Amonut' } });
		expect(problems[0].message).toContain('“Amount” (perhaps “Amonut”?)');
		expect(matches.find((match) => match.column === 'Amount')).toMatchObject({ index: null, how: 'missing' });
	});

	it('can be scored once the user says which column to read', async () => {
		const { engine, status } = await startEngine();
		const source = file('Time,V1,V2,V3,Price\n1,2,3,4,5\n');
		const mapping = { Amount: 4 };
		const preview = await engine.preview(source, { mapping });
		expect(preview.problems).toEqual([]);
		expect(preview.matches.find((match) => match.column === 'Amount')).toMatchObject({ index: 4, how: 'chosen' });
		const run = await engine.scoreFile(source, {
			dialect: preview.dialect,
			mapping: { Time: 0, V1: 1, V2: 2, V3: 3, Amount: 4 },
			policy: status.pack.policy,
			resume: null
		});
		expect(run.counts).toMatchObject({ rows: 1, scored: 1 });
	});
});

describe('a bad row', () => {
	const bad: readonly [string, string, Pick<Reject, 'code' | 'column' | 'value'>][] = [
		['too few cells', '100,0.1,-0.2', { code: 'row.ragged', column: '', value: '100 0.1 -0.2' }],
		['too many cells', `${good},7`, { code: 'row.ragged', column: '', value: '100 0.1 -0.2 0.3 12.50 0 7' }],
		['a text', '100,abc,-0.2,0.3,1,0', { code: 'cell.not-a-number', column: 'V1', value: 'abc' }],
		['hexadecimal', '100,0x1F,-0.2,0.3,1,0', { code: 'cell.not-a-number', column: 'V1', value: '0x1F' }],
		['a blank', '100,0.1,,0.3,1,0', { code: 'cell.blank', column: 'V2', value: '' }],
		['spaces', '100,0.1,  ,0.3,1,0', { code: 'cell.blank', column: 'V2', value: '  ' }],
		['NaN', '100,0.1,-0.2,NaN,1,0', { code: 'cell.not-finite', column: 'V3', value: 'NaN' }],
		['Infinity', '100,0.1,-0.2,-Infinity,1,0', { code: 'cell.not-finite', column: 'V3', value: '-Infinity' }],
		['overflow', '100,0.1,-0.2,1e999,1,0', { code: 'cell.not-finite', column: 'V3', value: '1e999' }],
		['a negative time', '-1,0.1,-0.2,0.3,1,0', { code: 'cell.out-of-range', column: 'Time', value: '-1' }],
		['two faults', '100,x,-0.2,y,1,0', { code: 'cell.not-a-number', column: 'V1', value: 'x' }]
	];

	it.each(bad)('with %s is rejected by row, column, value and reason, and the run goes on', async (_, row, expected) => {
		const { engine, store, status } = await startEngine();
		const run = await scoreAsPreviewed(engine, status, file([header, good, row, good, ''].join('\n')));
		expect(run).toMatchObject({ status: 'done', counts: { rows: 3, scored: 2, rejected: 1, labelled: 2 } });
		const block = await store.block(run.id, 0);
		expect(block?.rejects).toEqual([{ row: 2, reason: expect.stringMatching(/\w[.]$/), ...expected }]);
		expect([...(block?.decision ?? [])].map((decision) => decision === 255)).toEqual([false, true, false]);
		expect(block?.margin[1]).toBeNaN();
		expect(block?.margin[0]).toBe(block?.margin[2]);
	});

	it('with an odd label is scored without it and reported', async () => {
		const { engine, store, status } = await startEngine();
		const labels = ['0', '1', '"1"', '0.0', '', 'fraud', '2'];
		const text = [header, ...labels.map((label) => good.replace(/0$/, label)), ''].join('\n');
		const run = await scoreAsPreviewed(engine, status, file(text));
		expect(run.counts).toMatchObject({ rows: 7, scored: 7, rejected: 0, labelled: 4, frauds: 2, badLabels: 2 });
		const block = await store.block(run.id, 0);
		expect([...(block?.label ?? [])]).toEqual([0, 1, 1, 0, 255, 255, 255]);
		expect(block?.rejects.map(({ row, code, value }) => [row, code, value])).toEqual([
			[6, 'cell.bad-label', 'fraud'],
			[7, 'cell.bad-label', '2']
		]);
	});
});

describe('another way of writing the same table', () => {
	const rows = ['100,0.1,-0.2,0.3,12.5,0', '200,1.5,2.25,-1e-3,0,1'];
	const plain = [header, ...rows, ''].join('\n');
	const european = [header, ...rows].join('\n').replaceAll(',', ';').replaceAll('.', ',');
	const cases: readonly [string, BlobPart][] = [
		['CRLF', plain.replaceAll('\n', '\r\n')],
		['a byte order mark', `\ufeff${plain}`],
		['UTF-16', utf16(plain)],
		['tabs', plain.replaceAll(',', '\t')],
		['decimal commas', european],
		['quotes', plain.replaceAll(/[^,\n]+/g, '"$&"')],
		['gzip', new Uint8Array(gzipSync(strToU8(plain)))],
		['two gzip members', new Blob([new Uint8Array(gzipSync(strToU8(plain.slice(0, 60)))), new Uint8Array(gzipSync(strToU8(plain.slice(60))))])],
		['headers in another case', plain.replace(header, 'TIME,pc1,v_2,v 3,amount,class')]
	];

	it.each(cases)('%s gives the same margins', async (_, content) => {
		const { engine, store, status } = await startEngine();
		const expected = await store.block((await scoreAsPreviewed(engine, status, file(plain))).id, 0);
		const run = await scoreAsPreviewed(engine, status, file(content));
		expect(run.counts).toMatchObject({ rows: 2, scored: 2, labelled: 2, frauds: 1 });
		expect((await store.block(run.id, 0))?.margin).toEqual(expected?.margin);
	});
});
