import type { Calibration, Manifest } from '../core/pack/manifest';
import { calibratedLogit } from '../core/pack/score';
import type { Random } from '../core/random/random';
import { fitIsotonic } from './calibrate-isotonic';
import { byMargin, identity, logitLoss, takeJudged } from './calibrate-loss';
import type { Judged } from './calibrate-loss';
import { fitPlatt } from './calibrate-platt';
import { rowsOfFold, stratifiedFolds } from './hybrid/folds';

/** From the simplest on. */
export const calibrationKinds = ['identity', 'platt', 'isotonic'] as const;
export type CalibrationKind = (typeof calibrationKinds)[number];

export interface CalibrationChoice {
	readonly calibration: Calibration;
	readonly kind: CalibrationKind;
	/** Cross-validated weighted mean log loss in nats; null where nothing was compared. */
	readonly losses: Readonly<Record<CalibrationKind, number>> | null;
	/** What was learned from. */
	readonly rows: number;
	readonly frauds: number;
}

const folds = 5;
/** Folds of few rows are a matter of luck, so that they are drawn more than once. */
const repeatsOf = (rows: number) => (rows <= 50_000 ? 3 : 1);
/** With fewer of a class, folds say nothing. */
const fewestOfAClass = 20;
/** In logits; `sigmoid(36)` is still below 1 in float64. */
const farthestLogit = 36;
/** A flatter map would tie float32 margins. */
const leastSlope = 0.01;

/**
 * The pack's calibration: the identity, Platt scaling or isotonic regression, by log loss in five stratified folds,
 * three times over for up to 50,000 rows. Of these the simplest whose loss is not worse than the best one's by more than one standard error of the
 * difference (Breiman et al. 1984, section 3.4.3, here of paired rows), for models are trained on true weights and nearly
 * calibrated, and a map that is not needed adds noise.
 *
 * @param given margins of rows unseen by what made them, within `marginBounds`
 */
export function calibrate(given: Judged, marginBounds: Manifest['marginBounds'], random: Random): CalibrationChoice {
	const judged = byMargin(given);
	const rows = judged.labels.length;
	const frauds = judged.labels.reduce((sum, label) => sum + label, 0);
	const unchanged: CalibrationChoice = { calibration: identity, kind: 'identity', losses: null, rows, frauds };
	if (Math.min(frauds, rows - frauds) < fewestOfAClass) return unchanged;
	const fitted = fitAll(judged, marginBounds);
	const losses = crossValidated(judged, marginBounds, random);
	const means = {
		identity: weightedMean(losses.identity, judged.weights).mean,
		platt: weightedMean(losses.platt, judged.weights).mean,
		isotonic: weightedMean(losses.isotonic, judged.weights).mean
	};
	const best = calibrationKinds.reduce((leader, kind) => (means[kind] < means[leader] ? kind : leader));
	const kind = calibrationKinds.find((simpler) => {
		const excess = weightedMean(losses[simpler].map((loss, row) => loss - losses[best][row]), judged.weights);
		return fitted[simpler] !== null && excess.mean <= excess.standardError;
	});
	const calibration = kind && fitted[kind];
	return kind && calibration ? { ...unchanged, calibration, kind, losses: means } : { ...unchanged, losses: means };
}

type Fits = Readonly<Record<CalibrationKind, Calibration | null>>;

function fitAll(judged: Judged, marginBounds: Manifest['marginBounds']): Fits {
	const platt = fitPlatt(judged);
	const usable = platt.slope >= leastSlope && marginBounds.every((margin) => Math.abs(calibratedLogit(margin, platt)) <= farthestLogit);
	return { identity, platt: usable ? platt : null, isotonic: fitIsotonic(judged, marginBounds) };
}

/** Each row's loss by maps that were fitted without its fold, mean of the repeats; a map that cannot be fitted is the identity. */
function crossValidated(judged: Judged, marginBounds: Manifest['marginBounds'], random: Random): Record<CalibrationKind, Float64Array> {
	const rows = judged.labels.length;
	const losses = { identity: new Float64Array(rows), platt: new Float64Array(rows), isotonic: new Float64Array(rows) };
	const repeats = repeatsOf(rows);
	for (let repeat = 0; repeat < repeats; repeat++) {
		const foldOf = stratifiedFolds(judged.labels, folds, random);
		for (let fold = 0; fold < folds; fold++) {
			const { held, others } = rowsOfFold(foldOf, fold);
			const fits = fitAll(takeJudged(judged, others), marginBounds);
			for (const kind of calibrationKinds) {
				const map = fits[kind] ?? identity;
				for (const row of held) {
					losses[kind][row] += logitLoss(calibratedLogit(judged.margins[row], map), judged.labels[row]) / repeats;
				}
			}
		}
	}
	return losses;
}

/** With the standard error of a ratio of sums over rows, each of which stands for as many as it weighs. */
export function weightedMean(values: Float64Array, weights: Float64Array): { readonly mean: number; readonly standardError: number } {
	let [sum, total] = [0, 0];
	for (let row = 0; row < values.length; row++) {
		sum += weights[row] * values[row];
		total += weights[row];
	}
	const mean = sum / total;
	let squares = 0;
	for (let row = 0; row < values.length; row++) squares += (weights[row] * (values[row] - mean)) ** 2;
	return { mean, standardError: Math.sqrt(squares) / total };
}
