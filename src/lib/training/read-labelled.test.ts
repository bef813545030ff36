import { describe, expect, it } from 'vitest';
import type { Schema } from '../core/schema/schema';
import { blobSource } from '../csv/source';
import { readLabelled } from './read-labelled';
import { recogniseUlb } from './ulb-facts';

const column = (name: string, min?: number) => ({ name, type: 'number' as const, min, aliases: [], description: '' });
const schema: Schema = {
	name: 'cards',
	columns: [
		{ ...column('Time', 0), roles: ['feature', 'timestamp'] },
		{ ...column('Amount', 0), roles: ['feature', 'amount'] },
		{ ...column('Class'), roles: ['label'] }
	]
};
const read = (text: string) => readLabelled(blobSource(new Blob([text]), 'cards.csv'), schema);

describe('readLabelled', () => {
	it('reads columns by name in any order, quoted labels too', async () => {
		const { rows, raw, labels } = await read('Class,extra,amount,TIME\n"1",x,2.5,0\n0,y,1e2,7\n');
		expect([rows, [...raw[0]], [...raw[1]], [...labels]]).toEqual([2, [0, 7], [2.5, 100], [1, 0]]);
	});

	it.each([
		['Time,Amount\n1,2\n', 'file.missing-columns', 'Class'],
		['Time,Amuont,Class\n1,2,0\n', 'file.missing-columns', 'did you mean “Amuont”'],
		['Time,Amount,Class\n1,2,0\n1,2,2\n', 'data.bad-label', 'row 2: the label Class is “2”'],
		['Time,Amount,Class\n1,2,yes\n', 'data.bad-label', '“yes”'],
		['Time,Amount,Class\n2013-09-01,2,0\n', 'data.wrong-file', '“2013-09-01” as Time'],
		['Time,Amount,Class\n1,2,0\n1,,0\n2,,0\n', 'data.wrong-file', 'row 2: the row has nothing as Amount, as 1 more do'],
		['Time,Amount,Class\n1,,0\n2,,1\n', 'data.missing-column', 'Amount is empty in all 2 rows'],
		['Time,Amount,Class\n1,-2,0\n', 'data.wrong-file', '-2 as Amount'],
		['Time,Amount,Class\n1,2,0\n1,2\n', 'data.wrong-file', '2 cells'],
		['Time,Amount,Class\n', 'file.header-only', ''],
		['', 'file.empty', '']
	])('refuses %j', async (text, code, words) => {
		await expect(read(text)).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string });
	});
});

describe('recogniseUlb', () => {
	const table = (times: number[], labels: number[]) => ({
		rows: times.length,
		raw: [Float64Array.from(times), Float64Array.from(times, (_, row) => row)],
		labels: Uint8Array.from(labels)
	});

	it('takes an ordered start for the first rows, and anything else for something else', () => {
		expect(recogniseUlb(table([0, 1, 1, 5], [0, 0, 1, 0])).kind).toBe('first-rows');
		const other = recogniseUlb(table([3, 1], [0, 1]));
		expect(other.kind).toBe('other');
		expect(other.remarks.join(' ')).toContain('284807');
	});

	it('recognises all frauds with a part of the normals', () => {
		const frauds = Array.from({ length: 492 }, (_, row) => Math.min(row, 472));
		const times = [...frauds, 5, 4, 3];
		const data = table(times, times.map((_, row) => (row < 492 ? 1 : 0)));
		const finding = recogniseUlb({ ...data, raw: [data.raw[0], data.raw[0]] });
		expect(finding).toMatchObject({ kind: 'all-frauds', frauds: 492, distinctFrauds: 473, distinctRows: 476 });
	});
});
