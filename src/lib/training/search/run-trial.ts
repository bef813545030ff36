import { log } from '../../core/number/exp-log';
import * as tf from '@tensorflow/tfjs';
import { evaluateScores } from '../../core/metrics/evaluate-scores';
import { figureNames } from '../../core/metrics/figure-names';
import { seededRandom } from '../../core/random/random';
import type { TrainingConfig } from '../config';
import { defaultK } from '../evaluate';
import type { TrainingRows } from '../fit-mlp';
import { fitCalibrated, scoresOf } from '../hybrid/fit-calibrated';
import { takeRows } from '../hybrid/folds';
import type { Report } from '../hybrid/progress';
import { stratifiedSplit } from '../split';
import type { SearchData } from './search-data';

export interface TrialOptions {
	/** Integer in [0, 2³²); of the fits and of the rows drawn. */
	readonly seed: number;
	/** Learn from so many rows of each split, drawn so that both classes keep their shares; from all where null. */
	readonly rows: number | null;
	/** Whether card precision leaves a card out once it was found. */
	readonly removeDetected: boolean;
}

/** By the names of `core/metrics/figure-names`, and `logLoss` in nats. */
export type TrialMetrics = Readonly<Record<string, number>>;

/** A score of exactly 0 or 1 that is wrong would make the mean infinite; scikit-learn cuts at the same distance. */
const leastChance = Number.EPSILON;

/**
 * Fits a model on each split and measures its scores of all held rows together: every figure that needs no threshold. The same
 * data, configuration and options give the same figures. Sets TF.js to its `cpu` backend.
 */
export async function runTrial(
	config: Pick<TrainingConfig, 'members' | 'combiner' | 'marginBounds'>,
	{ folds, normalWeight }: SearchData,
	{ seed, rows, removeDetected }: TrialOptions,
	report: Report
): Promise<TrialMetrics> {
	tf.enableProdMode();
	await tf.setBackend('cpu');
	const scores: Float64Array[] = [];
	for (const [f, { train, validation, held }] of folds.entries()) {
		const learned = rows === null ? train : someRows(train, rows, seed);
		const split = `split ${f + 1} of ${folds.length}`;
		const fitted = await fitCalibrated(config, { train: learned, validation }, seededRandom(seed), (progress) =>
			report({ ...progress, part: `${split}, ${progress.part}` })
		);
		scores.push(scoresOf(fitted, held));
	}
	const held = folds.map((fold) => fold.held);
	const judged = {
		scores: joined(scores),
		labels: joined(held.map(({ labels }) => labels)),
		normalWeight,
		amounts: column(folds.map(({ amounts }) => amounts)),
		days: column(folds.map(({ days }) => days)),
		cards: column(folds.map(({ cards }) => cards))
	};
	const figures = evaluateScores(judged, { threshold: null, k: defaultK, removeDetected });
	const known = figureNames.flatMap((name) => (figures[name] ? [[name, figures[name].value] as const] : []));
	return { ...Object.fromEntries(known), logLoss: meanLoss(judged.scores, joined(held.map(({ weights }) => weights)), judged.labels) };
}

function meanLoss(scores: Float64Array, weights: Float64Array, labels: Float64Array): number {
	let [sum, total] = [0, 0];
	for (let row = 0; row < scores.length; row++) {
		const chance = labels[row] === 1 ? scores[row] : 1 - scores[row];
		sum -= weights[row] * log(Math.max(chance, leastChance));
		total += weights[row];
	}
	return sum / total;
}

/** A smaller draw with the same seed is part of a greater one, so that rounds of halving build on each other. */
function someRows(train: TrainingRows, rows: number, seed: number): TrainingRows {
	if (rows >= train.rows) return train;
	const { train: drawn } = stratifiedSplit(train.labels, { train: rows / train.rows, validation: 0 }, seededRandom(seed));
	return takeRows(train, Uint32Array.from(drawn));
}

function joined(parts: readonly (Float64Array | Uint8Array)[]): Float64Array {
	const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

/** One column of all splits; undefined where one lacks it. */
function column(parts: readonly (Float64Array | null)[]): Float64Array | undefined {
	const known = parts.flatMap((part) => (part ? [part] : []));
	return known.length === parts.length ? joined(known) : undefined;
}
