import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ShrikeError } from '../../src/lib/core/errors';
import { parsed, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command, CommandIo } from '../cli/command';
import { fileSource } from '../cli/node-source';
import { judgeFile } from '../fetch/judge-file';
import { dataSources } from '../fetch/sources';
import type { DataSource } from '../fetch/sources';

const names = dataSources.map(({ name }) => name);

export const fetchData: Command = {
	name: 'fetch-data',
	summary: 'get the public training data, and check them',
	help: `Says how to get the public data that packs are trained on, gets them, or checks what you got.

Usage: npm run shrike -- fetch-data ${names.join('|')} [--out FOLDER | --check FILE]

  ulb            European card transactions, for ulb-mlp and ulb-creditcard
  handbook       Fraud Detection Handbook, for handbook
  sparkov        Sparkov generator, for sparkov
  paysim         PaySim simulator, for paysim and paysim-no-balances

  (no option)    where they are and how to get them
  --out FOLDER   download them into FOLDER and check them: with Kaggle's program and your account, handbook with git
  --check FILE   what is in this file: the original, a part of it, or something else (.gz too)

The check prints one JSON object a file and exits with 1 when it is nothing to train on.
`,
	async run(args, io) {
		const { values, positionals } = parsed(args, { out: { type: 'string' }, check: { type: 'string' } });
		const source = dataSources.find(({ name }) => name === positionals[0]);
		if (positionals.length !== 1 || !source) throw usage(`say which data: fetch-data ${names.join(', ')}`);
		if (values.check !== undefined && values.out !== undefined) throw usage('--out and --check exclude each other');
		if (values.check !== undefined) return check([values.check], source, io);
		if (values.out === undefined) {
			await io.out(source.instructions);
			return exitCodes.ok;
		}
		const folder = values.out;
		await download(folder, source, io);
		if (source.download.after === undefined) return check(source.originals.map(({ file }) => join(folder, file)), source, io);
		await io.out(source.download.after);
		return exitCodes.ok;
	}
};

async function check(paths: readonly string[], source: DataSource, io: CommandIo): Promise<number> {
	let code: number = exitCodes.ok;
	for (const path of paths) {
		const finding = await judgeFile(await fileSource(path), source, io.signal);
		await io.out(`${JSON.stringify(finding, null, 2)}\n`);
		for (const remark of finding.remarks) io.note(remark);
		if (finding.kind === 'other') code = exitCodes.failed;
	}
	return code;
}

/** Runs the program that gets the data; Kaggle's finds the user's token by itself. */
async function download(folder: string, { download: { program, args }, instructions }: DataSource, io: CommandIo): Promise<void> {
	await mkdir(folder, { recursive: true });
	const given = args(folder);
	io.note(`running ${program} ${given.join(' ')}`);
	const code = await new Promise<number | null>((resolve) => {
		const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'inherit'], signal: io.signal });
		child.stdout.on('data', (text: Uint8Array) => io.note(new TextDecoder().decode(text).trimEnd()));
		child.on('error', () => resolve(null));
		child.on('close', resolve);
	});
	if (code === 0) return;
	const why = code === null ? `The program “${program}” is not installed` : `The program “${program}” failed with code ${code}`;
	throw new ShrikeError('url.status', `${why}. Get them by hand:\n\n${instructions}`);
}
