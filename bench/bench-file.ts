import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from './child';

/** The file that every contender scores. */
export interface BenchFile {
	readonly path: string;
	readonly rows: number;
	readonly bytes: number;
	/** For what contenders write; deleted at the end. */
	readonly folder: string;
}

/** The generator makes some ten thousand rows a second; larger files repeat what was generated. */
const mostGenerated = 300_000;

/** A file of `shrike generate`, seeded; beyond 300,000 rows its rows are repeated. */
export async function benchFile(folder: string, rows: number, data = 'ulb'): Promise<BenchFile> {
	const path = join(folder, `${data}-${rows}.csv`);
	const distinct = Math.min(rows, mostGenerated);
	await runChild(['scripts/shrike.mjs', 'generate', data, '--rows', String(distinct), '--seed', '1', '--out', `${path}.part`]);
	await rename(`${path}.part`, path);
	if (rows > distinct) await repeat(path, distinct, rows);
	await atRest(path);
	return { path, rows, bytes: (await stat(path)).size, folder };
}

/** What is still on its way to the disk would be written at the expense of whoever writes next. */
async function atRest(path: string): Promise<void> {
	const file = await open(path, 'r+');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}

async function repeat(path: string, distinct: number, rows: number): Promise<void> {
	const file = await open(path, 'r+');
	try {
		const csv = await file.readFile();
		const body = csv.subarray(csv.indexOf(10) + 1);
		for (let have = distinct; have < rows; have += distinct) {
			const take = rows - have < distinct ? endOfRow(body, rows - have) : body.length;
			await file.appendFile(body.subarray(0, take));
		}
	} finally {
		await file.close();
	}
}

function endOfRow(bytes: Buffer, row: number): number {
	let at = 0;
	for (let r = 0; r < row; r++) at = bytes.indexOf(10, at) + 1;
	return at;
}
