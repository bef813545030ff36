import { selectRows } from '../../src/lib/training/dataset';
import { bootstrap, figuresOf } from '../../src/lib/training/evaluate';
import { figuresTable } from '../../src/lib/training/figures-table';
import { pooledScores } from '../../src/lib/training/pooled';
import type { PooledScores } from '../../src/lib/training/pooled';
import { greatestSeed, integer, parsed, required, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command } from '../cli/command';
import { requireWritable, writeOutput } from '../cli/output-file';
import { configNamed, packNames } from '../train/config-named';
import { progressLine } from '../train/progress-line';
import { readData } from '../train/read-data';
import { readFolds } from '../train/read-folds';

export const evaluate: Command = {
	name: 'evaluate',
	summary: 'train a pack fold by fold and measure its pooled out-of-fold scores',
	help: `Trains a pack once for every fold, on the other folds only, scores the fold, and measures all scores together.

Usage: npm run shrike -- evaluate --pack NAME --data FILE --folds FILE [--seed N] [--out SCORED.csv]

  --pack NAME    which pack's way of training to judge: ${packNames}
  --data FILE    CSV with all features and the label, .gz too
  --folds FILE   CSV “row,fold”: data rows counted from 0, folds from 0; rows that it does not list are left out
  --seed N       same seed and data, same scores (default 1)
  --out FILE     where every row's label, fold and scores go, as CSV (.gz too)

Nothing of a fold is used for any choice of the model that scores it. Normal rows are weighted to the pack's true share of
frauds. Standard output is one JSON object with the figures and their 95 % stratified bootstrap intervals; the same as a
table goes to standard error. There is no other protocol yet.
`,
	async run(args, io) {
		const { values, positionals } = parsed(args, {
			pack: { type: 'string' },
			data: { type: 'string' },
			folds: { type: 'string' },
			seed: { type: 'string', default: '1' },
			out: { type: 'string' }
		});
		if (positionals.length > 0) throw usage(`“${positionals[0]}” is not understood; the data file is given with --data`);
		const config = configNamed(required(values.pack, '--pack NAME'));
		const dataPath = required(values.data, '--data FILE');
		const foldsPath = required(values.folds, '--folds FILE');
		const seed = integer(values.seed, '--seed', 0, greatestSeed);
		if (values.out !== undefined) await requireWritable(values.out);
		const file = await readData(dataPath, config, io);
		const listed = await readFolds(foldsPath, file.data.rows);
		const data = selectRows(file.data, listed.map(({ row }) => row));
		const folds = Uint8Array.from(listed, ({ fold }) => fold);

		const pooled = await pooledScores(config, { data, folds }, seed, (progress) => {
			io.signal.throwIfAborted();
			const line = progressLine(progress);
			if (line !== null) io.note(line);
		});
		if (values.out !== undefined) await writeOutput(values.out, scoredLines(listed, data.labels, pooled), io);
		const { normalWeight, fits } = pooled;
		const judged = [{ name: 'ensemble', scores: pooled.scores }, ...pooled.members.map(({ id, scores }) => ({ name: id, scores }))];
		const models = judged.map(({ name, scores }) => ({ name, figures: figuresOf({ scores, labels: data.labels, normalWeight }, null) }));
		io.note(figuresTable(models));
		const frauds = data.labels.reduce((sum, label) => sum + label, 0);
		const { name, sha256 } = file;
		const report = { protocol: 'pooled out-of-fold', pack: config.name, seed, data: { name, sha256 }, rows: data.rows, frauds, normalWeight, bootstrap, fits, models };
		await io.out(`${JSON.stringify(report, null, 2)}\n`);
		return exitCodes.ok;
	}
};

function* scoredLines(
	listed: readonly { readonly row: number; readonly fold: number }[],
	labels: Uint8Array,
	{ scores, members }: PooledScores
): Generator<string> {
	yield `row,fold,label,fraud_probability${members.map(({ id }) => `,${id}`).join('')}\n`;
	for (const [i, { row, fold }] of listed.entries()) {
		yield `${row},${fold},${labels[i]},${scores[i]}${members.map((member) => `,${member.scores[i]}`).join('')}\n`;
	}
}
