import { ShrikeError } from '../../src/lib/core/errors';
import type { TrackedMetric } from '../../src/lib/tracking/types';
import type { TrainingConfig } from '../../src/lib/training/config';
import { keptOf } from '../../src/lib/training/search/halving';
import { compareBy } from '../../src/lib/training/search/objective';
import type { SearchData } from '../../src/lib/training/search/search-data';
import type { Parameters } from '../../src/lib/training/search/space';
import { withParameters } from '../../src/lib/training/search/with-parameters';
import { rowsDigest, trialId } from './digests';
import type { SearchMethod, SearchSettings } from './file-schema';
import { candidatesOf, roundsOf } from './search-plan';
import type { LoggedTrial, TrialLog } from './trial-log';
import type { TrialRunner } from './trial-pool';

export interface SearchJob {
	/** What trials begin with. */
	readonly config: TrainingConfig;
	readonly settings: SearchSettings;
	readonly method: SearchMethod;
	/** Of every fit. */
	readonly seed: number;
	readonly data: SearchData;
	readonly dataSha256: string;
	readonly log: TrialLog;
	readonly runner: TrialRunner;
	readonly signal: AbortSignal;
	/** Of the configuration file, for messages. */
	readonly path: string;
	readonly note: (line: string) => void;
	/** Told of every trial that was run, and its learning curves; null where nobody asks for them. */
	readonly onTrial: ((trial: LoggedTrial, curves: readonly TrackedMetric[]) => void) | null;
}

export interface SearchResult {
	/** Of the last round, best first. */
	readonly ranked: readonly LoggedTrial[];
	readonly counts: { readonly run: number; readonly reused: number; readonly failed: number };
}

interface Tried {
	readonly candidate: Parameters;
	readonly trial: LoggedTrial;
}

/**
 * Runs the trials of a search that its log does not have, and ranks them. A failed trial is logged and left out. Rejects with
 * `engine.cancelled` when the signal is aborted (what ended is kept), with the first failure where every trial failed,
 * and with `config.invalid`.
 */
export async function search(job: SearchJob): Promise<SearchResult> {
	const { settings, method, config, data, path } = job;
	let candidates = candidatesOf(settings, method);
	const counts = { run: 0, reused: 0, failed: 0 };
	const rounds = method === 'halving' ? roundsOf(config, settings, candidates.length, data, path) : [null];
	const planned = rounds.reduce((sum, round) => sum + (round?.candidates ?? candidates.length), 0);
	const tryOut = trialsOf(job, counts, planned);
	let ranked: Tried[] = [];
	for (const [index, round] of rounds.entries()) {
		if (round) job.note(`round ${index + 1} of ${rounds.length}: ${candidates.length} candidates, ${settings.halving.resource} ${round.resource}`);
		const resource = round && { name: settings.halving.resource, amount: round.resource };
		const tried = await Promise.all(candidates.map((candidate) => tryOut(candidate, resource)));
		ranked = rank(job, tried);
		candidates = ranked.slice(0, keptOf(candidates.length, settings.halving.factor)).map(({ candidate }) => candidate);
	}
	return { ranked: ranked.map(({ trial }) => trial), counts };
}

type Resource = LoggedTrial['resource'];

function trialsOf(job: SearchJob, counts: { run: number; reused: number; failed: number }, planned: number): (candidate: Parameters, resource: Resource) => Promise<Tried> {
	const { config, settings, seed, data, dataSha256, log, runner, signal, note, onTrial } = job;
	const rowsSha256 = rowsDigest(data);
	const removeDetected = config.protocols[0].removeDetected;
	return async (candidate, resource) => {
		const ofRows = resource?.name === 'rows';
		const parameters = resource && !ofRows ? { ...candidate, [resource.name]: resource.amount } : candidate;
		const { members, combiner, marginBounds } = withParameters(config, parameters);
		const model = { members, combiner, marginBounds };
		const options = { seed, rows: resource && ofRows ? resource.amount : null, removeDetected };
		const id = trialId({ dataSha256, rowsSha256, model, options });
		const known = log.finished.get(id);
		if (known) {
			counts.reused++;
			return { candidate, trial: known };
		}
		const reply = await runner.run({ model, options, curves: onTrial !== null });
		if (signal.aborted) throw new ShrikeError('engine.cancelled', `Cancelled. Finished trials are kept in ${log.path}; the same command goes on from there.`);
		const [started, finished] = [new Date(reply.startedAt), new Date()];
		const trial: LoggedTrial = {
			id,
			status: 'failure' in reply ? 'failed' : 'finished',
			parameters,
			resource,
			seed,
			dataSha256,
			metrics: 'failure' in reply ? {} : reply.metrics,
			seconds: (finished.getTime() - started.getTime()) / 1000,
			started: started.toISOString(),
			finished: finished.toISOString(),
			...('failure' in reply ? { error: reply.failure } : {})
		};
		await log.append(trial);
		counts.run++;
		if (trial.status === 'failed') counts.failed++;
		const figure = trial.metrics[settings.objective];
		const outcome = trial.error ? `failed: ${trial.error.message}` : `${settings.objective} ${figure?.toFixed(6) ?? 'undefined'}`;
		note(`trial ${counts.run + counts.reused} of ${planned} ${JSON.stringify(parameters)}: ${outcome}`);
		onTrial?.(trial, 'failure' in reply ? [] : reply.curves);
		return { candidate, trial };
	};
}

/** Finished trials, best first; of equals the earlier candidate. */
function rank({ settings: { objective }, path }: SearchJob, tried: readonly Tried[]): Tried[] {
	const finished = tried.filter(({ trial }) => trial.status === 'finished');
	const [first] = finished;
	if (!first) {
		const { code, message } = tried[0].trial.error ?? { code: 'engine.internal', message: 'no reason was given' };
		throw new ShrikeError('engine.internal', `All ${tried.length} trials failed, the first with ${code}: ${message}`);
	}
	if (finished.every(({ trial }) => trial.metrics[objective] === undefined)) {
		const known = Object.keys(first.trial.metrics).join(', ');
		throw new ShrikeError('config.invalid', `${path}: search.objective: these data give no ${objective}. They give ${known}.`);
	}
	return finished.sort((a, b) => compareBy(objective, a.trial.metrics[objective], b.trial.metrics[objective]));
}
