import { generateCsv } from '../../src/lib/core/generate/csv';
import { ShrikeError } from '../../src/lib/core/errors';
import { decimal, greatestSeed, integer, parsed, required, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command } from '../cli/command';
import { writeOutput } from '../cli/output-file';
import { loadPackFrom } from '../cli/pack-folder';

/** Short names of data of which a pack holds the distributions. */
const packOf: ReadonlyMap<string, string> = new Map([['ulb', 'ulb-mlp']]);
const mostRows = 1_000_000_000;

export const generate: Command = {
	name: 'generate',
	summary: 'invent transactions like those a pack was trained on',
	help: `Invents labelled transactions as CSV, drawn from the distributions in a pack. They are nobody's.

Usage: npm run shrike -- generate ulb|PACK|FOLDER --rows N [--seed N] [--fraud-share S] [--out FILE]

  ulb             European card transactions, from the pack ulb-mlp; any pack's name or folder will do
  --rows N        how many; memory does not grow with it
  --seed N        same seed, same bytes (default 1)
  --fraud-share S share of frauds, 0 to 1 (default: the pack's own prior)
  --out FILE      where to; - is standard output (the default), .gz is compressed
`,
	async run(args, io) {
		const { values, positionals } = parsed(args, {
			rows: { type: 'string' },
			seed: { type: 'string', default: '1' },
			'fraud-share': { type: 'string' },
			out: { type: 'string', default: '-' }
		});
		if (positionals.length !== 1) throw usage('say what to generate, for example “generate ulb --rows 1000”');
		const rows = integer(required(values.rows, '--rows N'), '--rows', 1, mostRows);
		const seed = integer(values.seed, '--seed', 0, greatestSeed);
		const share = values['fraud-share'];
		const { manifest, reference } = await loadPackFrom(packOf.get(positionals[0]) ?? positionals[0]);
		if (!reference) {
			throw new ShrikeError(
				'pack.invalid',
				`The pack “${manifest.name}” has no reference distributions to draw from. Use a pack made by “shrike train”.`
			);
		}
		const fraudShare = share === undefined ? (manifest.prior ?? 0) : decimal(share, '--fraud-share', 0, 1);
		await writeOutput(values.out, generateCsv(reference, manifest.schema, { rows, seed, fraudShare }), io);
		if (values.out !== '-') io.note(`wrote ${rows} rows to ${values.out}`);
		return exitCodes.ok;
	}
};
