import * as tf from '@tensorflow/tfjs';
import { scoreOfMargin } from '../core/pack/score';
import { seededRandom } from '../core/random/random';
import type { Random } from '../core/random/random';
import type { TrainingConfig } from './config';
import { requireLearnable } from './data/require-learnable';
import type { Dataset } from './dataset';
import { fitSplit, trainingRows } from './fit-split';
import type { SplitRows } from './fit-split';
import { scoresOf } from './hybrid/fit-calibrated';
import { memberScores } from './hybrid/member-scores';
import type { Report } from './hybrid/progress';
import { stratifiedSplit } from './split';
import { chosenThreshold } from './threshold';
import { weightingOf } from './weights';

/** Rows with the fold that each is held out in. */
export interface FoldedData {
	readonly data: Dataset;
	/** `[rows]`, from 0; every fold up to the greatest has rows. */
	readonly folds: Uint8Array;
}

export interface PooledScores {
	/** `[rows]` of the ensemble, calibrated; every score by a model that never saw its row. */
	readonly scores: Float64Array;
	/** The members' own scores of the same rows. */
	readonly members: readonly { readonly id: string; readonly scores: Float64Array }[];
	/** What a normal row weighs, so that all rows together have the true share of frauds. */
	readonly normalWeight: number;
	readonly prior: number;
	/** As the configuration chooses it on rows that were held out within the others of each fold. */
	readonly threshold: number;
	/** What was learned for each fold. */
	readonly fits: readonly { readonly fold: number; readonly calibration: string; readonly weights: Readonly<Record<string, number>> }[];
}

/** Of the rows of the other folds; cut off to end fits of a member alone and to calibrate it. */
const validationShare = 0.15;

/**
 * Trains the whole of a pack once a fold, on the other folds only, and scores the fold. Encodings, scaler, combiner,
 * calibration and threshold come from those others too. What a configuration leaves out is not left out here: the folds say
 * which rows count.
 *
 * Sets TF.js to its `cpu` backend. Throws `data.one-class` and `data.too-few-frauds`.
 */
export async function pooledScores(config: TrainingConfig, { data, folds }: FoldedData, seed: number, report: Report): Promise<PooledScores> {
	tf.enableProdMode();
	await tf.setBackend('cpu');
	requireLearnable(data);
	const scores = new Float64Array(data.rows);
	const members = config.members.map(({ id }) => ({ id, scores: new Float64Array(data.rows) }));
	const fits: PooledScores['fits'][number][] = [];
	const unseen: { scores: number[]; labels: number[]; weights: number[] } = { scores: [], labels: [], weights: [] };
	const all = Uint32Array.from(folds.keys());
	const count = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
	for (let fold = 0; fold < count; fold++) {
		const [held, others] = [all.filter((row) => folds[row] === fold), all.filter((row) => folds[row] !== fold)];
		const labels = Uint8Array.from(others, (row) => data.labels[row]);
		requireLearnable({ rows: others.length, labels });
		const random = seededRandom(seed);
		const weighting = weightingOf(config, labels);
		const fitted = await fitSplit(config, data, innerSplit(config, others, labels, random), weighting, random, (progress) =>
			report({ ...progress, part: `fold ${fold + 1} of ${count}; ${progress.part}` })
		);
		const rows = trainingRows(fitted, data, held, weighting);
		place(scores, held, scoresOf(fitted, rows));
		fitted.model.members.forEach((member, m) => place(members[m].scores, held, memberScores(member, fitted, rows)));
		fitted.unseen.margins.forEach((margin, row) => {
			unseen.scores.push(scoreOfMargin(margin, fitted));
			unseen.labels.push(fitted.unseen.labels[row]);
			unseen.weights.push(fitted.unseen.weights[row]);
		});
		const { combiner } = fitted.model;
		const weights = combiner.kind === 'logistic' ? combiner.weights : { [combiner.member]: 1 };
		fits.push({ fold, calibration: fitted.calibrationChoice.kind, weights });
	}
	const threshold = chosenThreshold(config.threshold ?? 'best-f1', Float64Array.from(unseen.scores), Uint8Array.from(unseen.labels), Float64Array.from(unseen.weights));
	return { scores, members, ...weightingOf(config, data.labels), threshold, fits };
}

/** A combiner's folds are all that its models need; a member alone needs validation rows. */
function innerSplit({ combiner }: TrainingConfig, others: Uint32Array, labels: Uint8Array, random: Random): SplitRows {
	if (combiner) return { train: others, validation: null };
	const { train, validation } = stratifiedSplit(labels, { train: 1 - validationShare, validation: validationShare }, random);
	const rowsOf = (places: readonly number[]) => Uint32Array.from(places, (i) => others[i]);
	return { train: rowsOf(train), validation: rowsOf(validation) };
}

function place(into: Float64Array, rows: Uint32Array, values: Float64Array): void {
	rows.forEach((row, i) => (into[row] = values[i]));
}
