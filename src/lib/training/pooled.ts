import * as tf from '@tensorflow/tfjs';
import { seededRandom } from '../core/random/random';
import type { TrainingConfig } from './config';
import { requireLearnable, selectRows } from './dataset';
import type { Dataset } from './dataset';
import { fitScoring, scoresOf, standardised } from './hybrid/fit-scoring';
import { memberScores } from './hybrid/member-scores';
import type { Report } from './hybrid/progress';
import { stratifiedSplit } from './split';
import { normalWeight } from './weights';

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
	/** What was learned for each fold. */
	readonly fits: readonly { readonly fold: number; readonly calibrated: boolean; readonly weights: Readonly<Record<string, number>> }[];
}

/** Of the rows of the other folds; cut off to end fits and to calibrate. */
const validationShare = 0.15;

/**
 * Trains the whole of a pack once a fold, on the other folds only, and scores the fold. Scaler, out-of-fold combiner, early
 * stopping and calibration come from those others too. What a configuration leaves out is not left out here: the folds say
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
	const count = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
	for (let fold = 0; fold < count; fold++) {
		const [held, others] = [true, false].map((isHeld) => Array.from(folds.keys()).filter((row) => (folds[row] === fold) === isHeld));
		const name = `fold ${fold + 1} of ${count}`;
		const scoring = await fitOthers(config, selectRows(data, others), seed, (progress) => report({ ...progress, part: `${name}; ${progress.part}` }));
		const rows = standardised(selectRows(data, held), scoring.pipeline, 1);
		place(scores, held, scoresOf(scoring, rows));
		scoring.model.members.forEach((member, m) => place(members[m].scores, held, memberScores(member, scoring, rows)));
		const { combiner } = scoring.model;
		fits.push({ fold, calibrated: scoring.calibrationFitted, weights: combiner.kind === 'logistic' ? combiner.weights : { [combiner.member]: 1 } });
	}
	return { scores, members, normalWeight: normalWeight(data.labels, config.prior), fits };
}

async function fitOthers(config: TrainingConfig, others: Dataset, seed: number, report: Report): ReturnType<typeof fitScoring> {
	requireLearnable(others);
	const random = seededRandom(seed);
	const split = stratifiedSplit(others.labels, { train: 1 - validationShare, validation: validationShare }, random);
	const splits = { train: selectRows(others, split.train), validation: selectRows(others, split.validation) };
	return fitScoring(config, { ...splits, normalWeight: normalWeight(others.labels, config.prior) }, random, report);
}

function place(into: Float64Array, rows: readonly number[], values: Float64Array): void {
	rows.forEach((row, i) => (into[row] = values[i]));
}
