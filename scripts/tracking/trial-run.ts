import type { TrackedMetric, TrackedRun } from '../../src/lib/tracking/types';
import type { LoggedTrial } from '../search/trial-log';
import type { Tracking } from './options';

/** A trial of a search as trackers see it. */
export function trialRun(search: string, trial: LoggedTrial, curves: readonly TrackedMetric[], { experiment }: Tracking): TrackedRun {
	const [startedAt, finishedAt] = [Date.parse(trial.started), Date.parse(trial.finished)];
	const texts = Object.entries(trial.parameters).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
	const figures = Object.entries({ ...trial.metrics, seconds: trial.seconds });
	return {
		name: `${search}-${trial.id}`,
		experiment,
		startedAt,
		finishedAt,
		params: {
			...Object.fromEntries(texts),
			seed: String(trial.seed),
			dataSha256: trial.dataSha256,
			...(trial.resource ? { resource: `${trial.resource.name} ${trial.resource.amount}` } : {})
		},
		tags: { search, trial: trial.id, status: trial.status, ...(trial.error ? { error: `${trial.error.code}: ${trial.error.message}` } : {}) },
		metrics: [...curves, ...figures.map(([name, value]) => ({ name, value, step: 0, timestamp: finishedAt }))],
		artifacts: []
	};
}
