import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ShrikeError } from '../../src/lib/core/errors';

const mostFolds = 255;

/** A data row, counted from 0 in the order of the file, and the fold that holds it out. */
export interface FoldRow {
	readonly row: number;
	readonly fold: number;
}

/**
 * Reads a list of folds: a CSV with the columns `row` and `fold`, both whole numbers from 0. Rejects with `file.unreadable`
 * for a file that is not there, `data.wrong-file` for any other content, a row that is listed twice or is not in the data.
 *
 * @param rows how many the data have
 */
export async function readFolds(path: string, rows: number): Promise<FoldRow[]> {
	const text = await readFile(path, 'utf8').catch((cause: unknown) => {
		throw new ShrikeError('file.unreadable', `“${path}” cannot be read. Give a CSV with the columns row and fold.`, { file: path }, { cause });
	});
	const [head, ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
	if (head !== 'row,fold') throw wrong(path, `its first line is not “row,fold”`);
	const seen = new Set<number>();
	const listed = lines.map((line, i) => {
		const [, row, fold] = /^(\d+),(\d+)$/.exec(line) ?? [];
		const parsed = { row: Number(row), fold: Number(fold) };
		if (!(parsed.row < rows && parsed.fold < mostFolds)) throw wrong(path, `line ${i + 2} is no row of the data and fold`);
		if (seen.has(parsed.row)) throw wrong(path, `it lists row ${parsed.row} twice`);
		seen.add(parsed.row);
		return parsed;
	});
	const folds = new Set(listed.map(({ fold }) => fold));
	if (folds.size < 2 || Math.max(...folds) !== folds.size - 1) throw wrong(path, 'its folds are not two or more, counted from 0');
	return listed;
}

function wrong(path: string, what: string): ShrikeError {
	const message = `“${basename(path)}” is no list of folds for these data: ${what}. Give the folds that belong to the data.`;
	return new ShrikeError('data.wrong-file', message, { file: basename(path) });
}
