import { join } from 'node:path';
import { trainPack } from '../../src/lib/training/train-pack';
import type { DataFile } from '../../src/lib/training/train-pack';
import { greatestSeed, integer, parsed, required, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command } from '../cli/command';
import { writePack } from '../cli/pack-folder';
import { requirePackTarget } from '../cli/pack-target';
import { modelFolder } from '../cli/project';
import { configNamed, packNames } from '../train/config-named';
import { progressReport } from '../train/progress-line';
import { readData } from '../train/read-data';

export const train: Command = {
	name: 'train',
	summary: 'train a pack on labelled transactions',
	help: `Trains a model pack on labelled transactions and writes its folder.

Usage: npm run shrike -- train --pack NAME --data FILE [--data FILE …] [--seed N] [--out FOLDER]

  --pack NAME    which pack to train: ${packNames}
  --data FILE    CSV with all features and the label, .gz too; several files are joined, repeated rows dropped
  --seed N       same seed and data, same bytes (default 1)
  --out FOLDER   where the pack goes (default static/model/NAME, where the app finds it)

Prints one JSON object: folder, sha256, threshold, protocol and the figures of the test. The old pack stays until the new
one is whole. Which rows are learned from and which are the test is said by the first protocol of “evaluate --help”.
`,
	async run(args, io) {
		const { values, positionals } = parsed(args, {
			pack: { type: 'string' },
			data: { type: 'string', multiple: true },
			seed: { type: 'string', default: '1' },
			out: { type: 'string' }
		});
		if (positionals.length > 0) throw usage(`“${positionals[0]}” is not understood; data files are given with --data`);
		const config = configNamed(required(values.pack, '--pack NAME'));
		const seed = integer(values.seed, '--seed', 0, greatestSeed);
		const folder = values.out ?? join(modelFolder, config.name);
		await requirePackTarget(folder);
		const sources: DataFile[] = [];
		for (const path of required(values.data, '--data FILE')) sources.push(await readData(path, config, io));

		const trained = await trainPack(config, sources, {
			seed,
			command: `shrike train --pack ${config.name} ${sources.map(({ name }) => `--data ${name}`).join(' ')} --seed ${seed}`,
			onProgress: progressReport(io),
			onRows: ({ given, duplicates, backwards }) => {
				io.note(`${given} rows, of which ${duplicates} repeat an earlier one in full and were dropped`);
				if (backwards > 0) io.note(`${backwards} rows are earlier than the row before them; all rows were sorted by time`);
			}
		});
		const { manifest, sha256, evaluation } = trained;
		await writePack(folder, trained.files, { name: manifest.name, title: manifest.title, sha256 });
		io.note(`wrote ${folder}`);
		const { threshold, protocol, sets } = evaluation;
		const test = sets.filter((set) => set.name === 'test').map(({ rows, frauds, figures }) => ({ rows, frauds, figures }))[0];
		await io.out(`${JSON.stringify({ folder, sha256, threshold, protocol, test }, null, 2)}\n`);
		return exitCodes.ok;
	}
};
