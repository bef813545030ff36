import { basename } from 'node:path';
import { trainPack } from '../../src/lib/training/train-pack';
import type { DataFile } from '../../src/lib/training/train-pack';
import { parsed, usage } from '../cli/arguments';
import { exitCodes } from '../cli/command';
import type { Command, CommandIo } from '../cli/command';
import { writePack } from '../cli/pack-folder';
import { requirePackTarget } from '../cli/pack-target';
import { searchFor } from '../search/search-command';
import { trainJob } from '../search/train-job';
import type { TrainJob } from '../search/train-job';
import { packNames } from '../train/config-named';
import { progressReport } from '../train/progress-line';
import { readData } from '../train/read-data';
import { CurveRecorder } from '../tracking/curve-recorder';
import { isTracked, trackingHelp, trackingOf, trackingOptions } from '../tracking/options';
import type { Tracking } from '../tracking/options';
import { publish } from '../tracking/publish';
import { trainingRun } from '../tracking/training-run';

export const train: Command = {
	name: 'train',
	summary: 'train a pack on labelled transactions',
	help: `Trains a model pack on labelled transactions and writes its folder.

Usage: npm run shrike -- train --pack NAME --data FILE [--data FILE …] [--seed N] [--out FOLDER]
       npm run shrike -- train --config FILE [--search METHOD [--trials N] [--workers N] [--runs FOLDER] [--train-best]]

  --pack NAME    which pack to train: ${packNames}
  --data FILE    CSV with all features and the label, .gz too; several files are joined, repeated rows dropped
  --seed N       same seed and data, same bytes (default 1)
  --out FOLDER   where the pack goes (default static/model/NAME, where the app finds it)

  --config FILE      YAML with pack, data, split, hyper-parameters, threshold and search, such as config/shrike.yaml;
                     what the command line says goes before
  --search METHOD    try the hyper-parameters of its “search” instead: grid, random, halving, or configured for the file's own;
                     the test is never read
  --trials N         candidates that are drawn
  --workers N        trials at a time (default: one a core)
  --runs FOLDER      where FOLDER/NAME/trials.jsonl logs every trial (default runs); the same command again goes on from it
  --train-best       train with the best trial afterwards

${trackingHelp}

Prints one JSON object: folder, sha256, threshold, protocol and the figures of the test. The old pack stays until the new
one is whole. Which rows are learned from and which are the test is said by the first protocol of “evaluate --help”.
A search prints its best trial instead, and writes FOLDER/NAME/best.yaml to train with.
`,
	async run(args, io) {
		const { values, positionals } = parsed(args, {
			pack: { type: 'string' },
			data: { type: 'string', multiple: true },
			seed: { type: 'string' },
			out: { type: 'string' },
			config: { type: 'string' },
			search: { type: 'string' },
			trials: { type: 'string' },
			workers: { type: 'string' },
			runs: { type: 'string' },
			'train-best': { type: 'boolean' },
			...trackingOptions
		});
		if (positionals.length > 0) throw usage(`“${positionals[0]}” is not understood; data files are given with --data`);
		const { search, 'train-best': trainBest = false, ...rest } = values;
		if (search === undefined && (trainBest || (rest.trials ?? rest.workers ?? rest.runs) !== undefined)) {
			throw usage('--trials, --workers, --runs and --train-best need --search METHOD');
		}
		const job = await trainJob(rest);
		const tracking = trackingOf(rest, job.config.name);
		if (search === undefined) return trainAndWrite(job, tracking, io);
		if (trainBest) await requirePackTarget(job.folder);
		const best = await searchFor(job, { ...rest, search }, tracking, io);
		return trainBest ? trainAndWrite(best, tracking, io) : exitCodes.ok;
	}
};

async function trainAndWrite(job: TrainJob, tracking: Tracking, io: CommandIo): Promise<number> {
	const { config, seed, folder, from } = job;
	await requirePackTarget(folder);
	const startedAt = Date.now();
	const sources: DataFile[] = [];
	for (const path of job.data) sources.push(await readData(path, config, io));
	const what = from ? `--config ${basename(from.path)} --pack ${config.name}` : `--pack ${config.name}`;
	const tell = progressReport(io);
	const curves = new CurveRecorder();
	const trained = await trainPack(config, sources, {
		seed,
		command: `shrike train ${what} ${sources.map(({ name }) => `--data ${name}`).join(' ')} --seed ${seed}`,
		onProgress: (progress) => {
			tell(progress);
			if (isTracked(tracking)) curves.report(progress);
		},
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
	if (!isTracked(tracking)) return exitCodes.ok;
	// Last, so that a tracker that is away costs no pack.
	const run = trainingRun({ config, seed, sources, trained, curves: curves.metrics, startedAt, finishedAt: Date.now() }, tracking);
	const { mlflow, tensorboard } = await publish(tracking, run, run.name, io.signal);
	if (mlflow) io.note(`MLflow: ${mlflow.page}${mlflow.modelVersion === null ? '' : `, model version ${mlflow.modelVersion}`}`);
	if (tensorboard) io.note(`TensorBoard: ${tensorboard}`);
	return exitCodes.ok;
}
