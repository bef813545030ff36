import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ShrikeError } from '../../src/lib/core/errors';
import { ulbMlp } from '../../src/lib/training/packs/ulb-mlp';
import { readLabelled } from '../../src/lib/training/read-labelled';
import { recogniseUlb } from '../../src/lib/training/ulb-facts';
import { parsed, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command, CommandIo } from '../cli/command';
import { fileSource } from '../cli/node-source';

const dataset = 'mlg-ulb/creditcardfraud';
const instructions = `The ULB card data are on Kaggle, free with an account, under the Database Contents License 1.0:

  1. Open https://www.kaggle.com/datasets/${dataset} and sign in.
  2. Download, unpack: creditcard.csv, 151 MB, ${(284_807).toLocaleString('en')} rows.
  3. Check it:  npm run shrike -- fetch-data ulb --check creditcard.csv
  4. Train:     npm run shrike -- train --pack ulb-mlp --data creditcard.csv

With Kaggle's own program (pip install kaggle) and your API token in place, this does steps 1 to 3:

  npm run shrike -- fetch-data ulb --out FOLDER
`;

export const fetchData: Command = {
	name: 'fetch-data',
	summary: 'get the public training data, and check them',
	help: `Says how to get the data that ulb-mlp is trained on, gets them, or checks what you got.

Usage: npm run shrike -- fetch-data ulb [--out FOLDER | --check FILE]

  (no option)    how to get them
  --out FOLDER   download them into FOLDER with Kaggle's program and your account, then check them
  --check FILE   what is in this file: the original, a part of it, or something else (.gz too)

The check prints one JSON object and exits with 1 when the file is neither the original nor a part of it.
`,
	async run(args, io) {
		const { values, positionals } = parsed(args, { out: { type: 'string' }, check: { type: 'string' } });
		if (positionals.length !== 1 || positionals[0] !== 'ulb') throw usage('say which data: “fetch-data ulb”');
		if (values.check !== undefined && values.out !== undefined) throw usage('--out and --check exclude each other');
		if (values.check !== undefined) return check(values.check, io);
		if (values.out === undefined) {
			await io.out(instructions);
			return exitCodes.ok;
		}
		await download(values.out, io);
		return check(join(values.out, 'creditcard.csv'), io);
	}
};

async function check(path: string, io: CommandIo): Promise<number> {
	const finding = recogniseUlb(await readLabelled(await fileSource(path), ulbMlp.schema, io.signal));
	await io.out(`${JSON.stringify(finding, null, 2)}\n`);
	for (const remark of finding.remarks) io.note(remark);
	return finding.kind === 'other' ? exitCodes.failed : exitCodes.ok;
}

/** Runs Kaggle's program, which finds the user's token by itself. */
async function download(folder: string, io: CommandIo): Promise<void> {
	await mkdir(folder, { recursive: true });
	const args = ['datasets', 'download', '-d', dataset, '-p', folder, '--unzip'];
	io.note(`running kaggle ${args.join(' ')}`);
	const code = await new Promise<number | null>((resolve) => {
		const child = spawn('kaggle', args, { stdio: ['ignore', 'pipe', 'inherit'], signal: io.signal });
		child.stdout.on('data', (text: Uint8Array) => io.note(new TextDecoder().decode(text).trimEnd()));
		child.on('error', () => resolve(null));
		child.on('close', resolve);
	});
	if (code === 0) return;
	const why = code === null ? "Kaggle's program is not installed" : `Kaggle's program failed with code ${code}`;
	throw new ShrikeError('url.status', `${why}. Download by hand:\n\n${instructions}`);
}
