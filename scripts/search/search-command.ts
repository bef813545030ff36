import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { TrainingConfig } from '../../src/lib/training/config';
import { prepareData } from '../../src/lib/training/prepare-data';
import { innerSplits } from '../../src/lib/training/search/inner-splits';
import { searchData } from '../../src/lib/training/search/search-data';
import type { SearchData } from '../../src/lib/training/search/search-data';
import { trainingSpan } from '../../src/lib/training/search/training-span';
import { withParameters } from '../../src/lib/training/search/with-parameters';
import { integer, usage } from '../cli/arguments';
import type { CommandIo } from '../cli/command';
import { readData } from '../train/read-data';
import type { Tracking } from '../tracking/options';
import { TrialPublisher } from '../tracking/trial-publisher';
import { parametersYaml, writeBestConfig } from './best-config';
import { configInvalid, pathFrom, within } from './config-file';
import type { ReadConfig } from './config-file';
import { dataDigest } from './digests';
import { searchMethods } from './file-schema';
import type { SearchMethod, SearchSettings } from './file-schema';
import { search } from './search';
import { requireSearchable, searchedConfig } from './search-plan';
import { sharedData } from './shared-data';
import type { TrainJob } from './train-job';
import { openTrialLog } from './trial-log';
import { trialPool } from './trial-pool';

export interface SearchArguments {
	readonly search: string;
	readonly trials?: string;
	readonly workers?: string;
	readonly runs?: string;
}

/** Judged rows where the file does not say how to split the training span. */
const defaultInner = { folds: 3, heldShare: 0.25 };

/**
 * Searches the space of a central configuration, prints the best trial as one JSON object, and returns the job that trains with
 * it. Rejects with `cli.usage`, `config.invalid`, `engine.cancelled`, and with `tracking.*` once the search is done.
 */
export async function searchFor(job: TrainJob, args: SearchArguments, tracking: Tracking, io: CommandIo): Promise<TrainJob> {
	const { method, settings, from } = settingsOf(job, args);
	const { path } = from;
	const config = searchedConfig(job.config, settings, path);
	requireSearchable(config, settings, method, path);
	const name = settings.name ?? `${config.name}-${method}`;
	const folder = join(args.runs ?? (from.file.runs === undefined ? 'runs' : pathFrom(path, from.file.runs)), name);
	const log = await openTrialLog(join(folder, 'trials.jsonl'));
	if (log.unread > 0) io.note(`${log.unread} lines of ${log.path} hold no whole trial and were passed over`);
	const { data, dataSha256 } = await dataOf(job, config, { settings, path }, io);
	io.note(`trials learn from ${data.folds.map(({ train }) => train.rows).join(', ')} rows and are judged on ${data.folds.map(({ held }) => held.rows).join(', ')}`);
	const publisher = new TrialPublisher(name, tracking, io.signal);
	const runner = trialPool(data, settings.workers ?? availableParallelism());
	const stop = () => void runner.close();
	io.signal.addEventListener('abort', stop);
	try {
		const { onTrial } = publisher;
		const { signal } = io;
		const { ranked, counts } = await search({ config, settings, method, seed: job.seed, data, dataSha256, log, runner, signal, path, note: io.note, onTrial });
		const [best] = ranked;
		const { parameters } = best;
		const written = await writeBestConfig(from, job, parameters, folder);
		io.note(`best ${settings.objective}: ${best.metrics[settings.objective]}, with\n${parametersYaml(parameters)}train with it: shrike train --config ${written}`);
		await io.out(`${JSON.stringify({ method, objective: settings.objective, log: log.path, config: written, trials: counts, best }, null, 2)}\n`);
		await publisher.done();
		return { ...job, config: withParameters(job.config, parameters), from: { ...from, path: written } };
	} finally {
		io.signal.removeEventListener('abort', stop);
		await runner.close();
	}
}

function settingsOf(job: TrainJob, args: SearchArguments): { method: SearchMethod; settings: SearchSettings; from: ReadConfig } {
	const { from } = job;
	if (!from) throw usage('--search needs --config FILE, whose “search” says what to try');
	const { search: given } = from.file;
	if (!given) throw configInvalid(from.path, 'search', 'it is missing: say what to try, as config/shrike.yaml does');
	const method = args.search === 'configured' ? given.method : searchMethods.find((known) => known === args.search);
	if (!method) throw usage(`--search needs one of ${searchMethods.join(', ')}, configured, not “${args.search}”`);
	return {
		method,
		from,
		settings: {
			...given,
			trials: args.trials === undefined ? given.trials : integer(args.trials, '--trials', 1, 100_000),
			workers: args.workers === undefined ? given.workers : integer(args.workers, '--workers', 1, 256)
		}
	};
}

/** Reads the data and makes what trials may see of it; all else is let go before they start. */
async function dataOf(
	job: TrainJob,
	config: TrainingConfig,
	{ settings, path }: { readonly settings: SearchSettings; readonly path: string },
	io: CommandIo
): Promise<{ data: SearchData; dataSha256: string }> {
	const files = [];
	for (const file of job.data) files.push(await readData(file, config, io));
	const prepared = prepareData(
		config,
		files.map((file) => file.data)
	);
	const span = trainingSpan(config, prepared, config.protocols[0], job.seed);
	const wanted = { ...defaultInner, delayDays: null, ...settings.inner };
	const splits = within(path, '', () => innerSplits(config, span, wanted, job.seed));
	return { data: sharedData(searchData(config, span, splits, job.seed)), dataSha256: dataDigest(files) };
}
