import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { readIndex } from '../../scripts/cli/pack-folder';
import { benchFile, type BenchFile } from '../bench-file';
import { openApp } from '../browser/app';
import { builtFolder } from '../built-folder';
import { mlpPack } from '../plain-model';
import { spread } from '../statistics';
import { wideSparkov } from '../wide-sparkov';
import { figure, markdownTable, whole } from '../table';
import type { Part } from './all';

interface PackFile {
	readonly pack: string;
	readonly file: BenchFile;
}

/** Every pack of the build with a file of its own kind, of as many rows as the main one. */
export async function packFiles(ulb: BenchFile): Promise<PackFile[]> {
	const { packs } = await readIndex(join(builtFolder(), 'model'));
	const schemaOf = (name: string): string | undefined => packs.find((pack) => pack.name === name)?.schema.name;
	const files: PackFile[] = [];
	for (const { name } of packs) {
		const file = schemaOf(name) === schemaOf(mlpPack) ? ulb : await benchFile(ulb.folder, ulb.rows, name);
		files.push({ pack: name, file });
	}
	return files;
}

/** Rows of the whole file of which Sparkov's data are. */
const allOfSparkov = 1_296_675;

/** The same and, since a real file of Sparkov's kind is wide and long, two such. */
async function appFiles(ulb: BenchFile): Promise<PackFile[]> {
	const files = await packFiles(ulb);
	if (!files.some(({ pack }) => pack === 'sparkov')) return files;
	const wide = [await wideSparkov(ulb.folder, ulb.rows), await wideSparkov(ulb.folder, Math.max(ulb.rows, allOfSparkov))];
	return [...files, ...wide.map((file) => ({ pack: 'sparkov', file }))];
}

/** What a run in the app is made of, pack by pack, and how long it kept the page's main thread. */
export const appTable: Part = async ({ runs }, ulb) => {
	const rows: string[][] = [];
	for (const { pack, file } of await appFiles(ulb)) {
		const app = await openApp({ build: builtFolder(), pack });
		try {
			const measured = [];
			for (let run = 0; run < runs; run++) measured.push(await app.score(file.path));
			const result = spread(measured.map(({ resultSeconds }) => resultSeconds)).median;
			const ready = spread(measured.map(({ seconds }) => seconds)).median;
			const longest = Math.max(...measured.map(({ longestTaskMs }) => longestTaskMs));
			const size = [whole(file.rows), await columnsOf(file), figure(file.bytes / 1e6)];
			rows.push([`${pack} on ${app.backend}`, ...size, figure(result), figure(ready), whole(file.rows / ready), whole(longest)]);
		} finally {
			await app.close();
		}
	}
	const headers = ['the app, from choosing a file', 'rows', 'columns', 'MB', 'result shown, s', 'scored CSV ready, s', 'rows/s', 'longest main-thread task, ms (0: under 50)'];
	return markdownTable(headers, rows);
};

async function columnsOf({ path }: BenchFile): Promise<string> {
	const head = await open(path);
	try {
		const { buffer } = await head.read(Buffer.alloc(4096), 0, 4096, 0);
		return whole(buffer.toString('utf8').split('\n')[0].split(',').length);
	} finally {
		await head.close();
	}
}
