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
	/** Cross-validated weighted mean log loss in nats of what was compared; null where nothing was. */
	readonly losses: Readonly<Partial<Record<CalibrationKind, number>>> | null;
	/** What was learned from. */
	readonly rows: number;
	readonly frauds: number;
}

const folds = 5;
/** Folds of few rows are a matter of luck, so that they are drawn more than once. */
export const repeatsOf = (rows: number) => (rows <= 50_000 ? 3 : 1);
/** With fewer rows of a class, folds say nothing. */
const fewestOfAClass = 20;
/** Isotonic regression overfits below this (Niculescu-Mizil & Caruana, "Predicting good probabilities", ICML 2005, figure 8). */
const fewestForIsotonic = 1000;
/** Standard errors beyond which a difference is no chance. */
const clearly = 2;
/** In logits; `sigmoid(36)` is still below 1 in float64. */
const farthestLogit = 36;
/** A flatter map would tie float32 margins. */
const leastSlope = 0.01;

/**
 * The pack's calibration: the identity, Platt scaling or isotonic regression, by log loss in five stratified folds, three
 * times over for up to 50,000 rows. Of these the simplest whose loss is not worse than the best one's by more than two
 * standard errors of the difference (the rule of Breiman et al. 1984, section 3.4.3, for paired rows and at 95 %), for models
 * are trained on true weights and nearly calibrated, and a map that is not needed adds noise. With fewer than 20 rows of a
 * class it is the identity, with fewer than 1,000 not isotonic.
 *
 * @param given margins of rows unseen by what made them, within `marginBounds`
 */
export function calibrate(given: Judged, marginBounds: Manifest['marginBounds'], random: Random): CalibrationChoice {
	const judged = byMargin(given);
	const rows = judged.labels.length;
	const frauds = judged.labels.reduce((sum, label) => sum + label, 0);
	const unchanged: CalibrationChoice = { calibration: identity, kind: 'identity', losses: null, rows, frauds };
	const fewest = Math.min(frauds, rows - frauds);
	if (fewest < fewestOfAClass) return unchanged;
	const kinds = calibrationKinds.filter((kind) => kind !== 'isotonic' || fewest >= fewestForIsotonic);
	const losses = crossValidated(judged, marginBounds, kinds, random);
	const means = losses.map((each) => weightedMean(each, judged.weights).mean);
	const best = means.indexOf(Math.min(...means));
	const unchosen = { ...unchanged, losses: Object.fromEntries(kinds.map((kind, k) => [kind, means[k]])) };
	for (const [k, kind] of kinds.entries()) {
		const excess = weightedMean(
			losses[k].map((loss, row) => loss - losses[best][row]),
			judged.weights
		);
		const calibration = excess.mean <= clearly * excess.standardError ? fit(kind, judged, marginBounds) : null;
		if (calibration) return { ...unchosen, calibration, kind };
	}
	return unchosen;
}

/** Null where the rows allow no such map. */
function fit(kind: CalibrationKind, judged: Judged, marginBounds: Manifest['marginBounds']): Calibration | null {
	if (kind === 'identity') return identity;
	if (kind === 'isotonic') return fitIsotonic(judged, marginBounds);
	const platt = fitPlatt(judged);
	const usable = platt.slope >= leastSlope && marginBounds.every((margin) => Math.abs(calibratedLogit(margin, platt)) <= farthestLogit);
	return usable ? platt : null;
}

/** Each row's loss by maps that were fitted without its fold, mean of the repeats; a map that cannot be fitted is the identity. */
function crossValidated(judged: Judged, marginBounds: Manifest['marginBounds'], kinds: readonly CalibrationKind[], random: Random): Float64Array[] {
	const rows = judged.labels.length;
	const losses = kinds.map(() => new Float64Array(rows));
	const repeats = repeatsOf(rows);
	for (let repeat = 0; repeat < repeats; repeat++) {
		const foldOf = stratifiedFolds(judged.labels, folds, random);
		for (let fold = 0; fold < folds; fold++) {
			const { held, others } = rowsOfFold(foldOf, fold);
			const learned = takeJudged(judged, others);
			kinds.forEach((kind, k) => {
				const map = fit(kind, learned, marginBounds) ?? identity;
				for (const row of held) losses[k][row] += logitLoss(calibratedLogit(judged.margins[row], map), judged.labels[row]) / repeats;
			});
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
