import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stdinSource } from '../cli/node-source';
import { evaluate } from '../commands/evaluate';
import { readFolds } from './read-folds';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shrike-folds-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function folds(text: string, rows = 4): ReturnType<typeof readFolds> {
	const path = join(folder, 'folds.csv');
	await writeFile(path, text);
	return readFolds(path, rows);
}

describe('readFolds', () => {
	it('reads rows and folds in the order of the list, whichever line ends it has', async () => {
		const listed = [
			{ row: 3, fold: 1 },
			{ row: 0, fold: 0 }
		];
		await expect(folds('row,fold\n3,1\n0,0\n')).resolves.toEqual(listed);
		await expect(folds('row,fold\r\n3,1\r\n0,0')).resolves.toEqual(listed);
	});

	it.each([
		['another header', 'id,fold\n0,0\n1,1\n'],
		['a row beyond the data', 'row,fold\n0,0\n4,1\n'],
		['a row twice', 'row,fold\n0,0\n0,1\n'],
		['a cell that is no number', 'row,fold\n0,0\n1,x\n'],
		['one fold', 'row,fold\n0,0\n1,0\n'],
		['a fold left out', 'row,fold\n0,0\n1,2\n'],
		['nothing', '']
	])('refuses %s', async (_, text) => {
		await expect(folds(text)).rejects.toMatchObject({ code: 'data.wrong-file' });
	});

	it('says that a file is missing', async () => {
		await expect(readFolds(join(folder, 'none.csv'), 4)).rejects.toMatchObject({ code: 'file.unreadable' });
	});
});

describe('evaluate', () => {
	const io = () => ({ out: () => Promise.resolve(), note: () => undefined, stdin: stdinSource, signal: new AbortController().signal });

	it.each([
		['an unknown split', ['--pack', 'ulb-mlp', '--data', 'x.csv', '--split', 'even']],
		['no data', ['--pack', 'ulb-mlp', '--folds', 'x.csv']],
		['an unknown pack', ['--pack', 'nope', '--data', 'x.csv', '--folds', 'x.csv']],
		['another protocol', ['--pack', 'ulb-mlp', '--data', 'x.csv', '--protocol', 'time']],
		['a stray word', ['--pack', 'ulb-mlp', '--data', 'x.csv', '--folds', 'x.csv', 'more']]
	])('is called wrongly with %s', async (_, args) => {
		await expect(evaluate.run(args, io())).rejects.toMatchObject({ code: 'cli.usage' });
	});

	it('writes nothing for data of one class', async () => {
		const header = ['Time', ...Array.from({ length: 28 }, (_, i) => `V${i + 1}`), 'Amount', 'Class'].join();
		const rows = Array.from({ length: 20 }, (_, row) => [row, ...new Array<number>(28).fill(row / 7), 1, 0].join());
		await writeFile(join(folder, 'data.csv'), [header, ...rows].join('\n'));
		await writeFile(join(folder, 'folds.csv'), ['row,fold', ...rows.map((_, row) => `${row},${row % 2}`)].join('\n'));
		const [data, list, out] = ['data.csv', 'folds.csv', 'scored.csv'].map((name) => join(folder, name));
		const call = evaluate.run(['--pack', 'ulb-creditcard', '--data', data, '--folds', list, '--out', out], io());
		await expect(call).rejects.toMatchObject({ code: 'data.one-class' });
		expect(await readdir(folder)).toEqual(['data.csv', 'folds.csv']);
	});
});
