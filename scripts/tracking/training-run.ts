import type { TrackedMetric, TrackedRun } from '../../src/lib/tracking/types';
import type { TrainingConfig } from '../../src/lib/training/config';
import { flattened } from '../../src/lib/training/search/with-parameters';
import type { DataFile, TrainedPack } from '../../src/lib/training/train-pack';
import type { Tracking } from './options';

export interface TrainingFacts {
	readonly config: TrainingConfig;
	readonly seed: number;
	readonly sources: readonly DataFile[];
	readonly trained: TrainedPack;
	readonly curves: readonly TrackedMetric[];
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	readonly finishedAt: number;
}

/** A training as trackers see it: everything that made the pack, its curves and figures with their intervals, and its files. */
export function trainingRun({ config, seed, sources, trained, curves, startedAt, finishedAt }: TrainingFacts, { experiment, mlflow }: Tracking): TrackedRun {
	const { manifest, evaluation, sha256, files } = trained;
	const figures = evaluation.sets.flatMap(({ name, figures: own, members = [] }) => [
		...figureMetrics(name, own, finishedAt),
		...members.flatMap((member) => figureMetrics(`${name}/members/${member.id}`, member.figures, finishedAt))
	]);
	return {
		name: `${manifest.name}-${manifest.version}-${sha256.slice(0, 8)}`,
		experiment,
		startedAt,
		finishedAt,
		params: {
			...modelParams(config),
			protocol: config.protocols[0].name,
			seed: String(seed),
			threshold: JSON.stringify(config.threshold ?? 'best-f1'),
			data: sources.map(({ name, sha256: digest }) => `${name} ${digest}`).join('\n')
		},
		tags: { pack: manifest.name, version: manifest.version, packSha256: sha256 },
		metrics: [...curves, ...figures, { name: 'threshold', value: evaluation.threshold, step: 0, timestamp: finishedAt }],
		artifacts: [...files].map(([name, bytes]) => ({ path: `pack/${name}`, bytes })),
		...(mlflow?.model ? { model: mlflow.model } : {})
	};
}

/** Hyper-parameters of members and combiner by their paths, as text. */
function modelParams({ members, combiner }: Pick<TrainingConfig, 'members' | 'combiner'>): Record<string, string> {
	const all = flattened({ ...Object.fromEntries(members.map(({ id, ...settings }) => [id, settings])), ...(combiner ? { combiner } : {}) });
	return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
}

type Figures = TrainedPack['evaluation']['sets'][number]['figures'];

function figureMetrics(prefix: string, figures: Figures, timestamp: number): TrackedMetric[] {
	return Object.entries(figures).flatMap(([name, { value, interval }]) =>
		[['', value] as const, ...(interval ? ([['/low', interval[0]], ['/high', interval[1]]] as const) : [])].map(([end, figure]) => ({
			name: `${prefix}/${name}${end}`,
			value: figure,
			step: 0,
			timestamp
		}))
	);
}
