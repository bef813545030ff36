import { log } from '../number/exp-log';
import { countBelow } from '../sketch/distinct';
import { linearQuantile, weightedQuantiles } from '../sketch/quantiles';
import { requireLength, weightOf } from '../sketch/weights';
import { requireLabel } from './labels';

/** scikit-learn keeps probabilities this far from 0 and 1, so that one wrong certainty is not infinitely bad. */
const epsilon = Number.EPSILON;

/**
 * Mean squared distance of probability and label (Brier 1950; scikit-learn's `brier_score_loss`), [0, 1], lower is
 * better; NaN without rows. Throws RangeError for a score outside [0, 1], a label other than 0 or 1, or bad weights.
 */
export function brierScore(scores: ArrayLike<number>, labels: ArrayLike<number>, weights?: ArrayLike<number>): number {
	return meanLoss(scores, labels, weights, (score, label) => (score - label) ** 2);
}

/**
 * Mean negative log-likelihood in nats (scikit-learn's `log_loss` with both labels named), probabilities clipped to
 * [2⁻⁵², 1 - 2⁻⁵²]; NaN without rows. Throws like {@link brierScore}.
 */
export function logLoss(scores: ArrayLike<number>, labels: ArrayLike<number>, weights?: ArrayLike<number>): number {
	return meanLoss(scores, labels, weights, (score, label) => {
		const clipped = Math.min(1 - epsilon, Math.max(epsilon, score));
		return label === 1 ? -log(clipped) : -log(1 - clipped);
	});
}

export interface ReliabilityOptions {
	/** 10 by default. */
	readonly bins?: number;
	/** Bins of equal width (default) or between quantiles of the scores. */
	readonly strategy?: 'uniform' | 'quantile';
	readonly weights?: ArrayLike<number>;
}

/** Inner edges of the ten bins of equal width that the expected calibration error has by default. */
export const calibrationEdges: readonly number[] = innerShares(10);

/** The rows of one bin of scores. */
export interface ReliabilityBin {
	/** Weight of its rows; above 0. */
	readonly weight: number;
	/** Weighted mean of the scores, [0, 1]. */
	readonly meanScore: number;
	/** Share of frauds, [0, 1]. */
	readonly fraudRate: number;
}

/**
 * Mean score and fraud rate by bins of the score, ascending, empty bins left out (scikit-learn's `calibration_curve`,
 * which knows no weights). A score on an inner edge belongs to the lower bin. Quantile edges are interpolated linearly
 * without weights and are weighted inverted-CDF quantiles with them. Throws like {@link brierScore}, and RangeError for
 * fewer than one bin.
 */
export function reliabilityCurve(
	scores: ArrayLike<number>,
	labels: ArrayLike<number>,
	{ bins = 10, strategy = 'uniform', weights }: ReliabilityOptions = {}
): ReliabilityBin[] {
	if (!Number.isSafeInteger(bins) || bins < 1) throw new RangeError(`A reliability curve cannot have ${bins} bins.`);
	requireLength(scores.length, labels, weights);
	const edges = reliabilityEdges(scores, { bins, strategy, weights });
	const sums = Array.from({ length: bins }, () => ({ weight: 0, score: 0, frauds: 0 }));
	for (let row = 0; row < scores.length; row++) {
		const score = requireProbability(scores, row);
		const label = requireLabel(labels, row);
		const weight = weightOf(weights, row);
		const sum = sums[countBelow(edges, score)];
		sum.weight += weight;
		sum.score += weight * score;
		sum.frauds += weight * label;
	}
	return sums
		.filter(({ weight }) => weight > 0)
		.map(({ weight, score, frauds }) => ({ weight, meanScore: score / weight, fraudRate: frauds / weight }));
}

/**
 * Expected calibration error: the distance of mean score and fraud rate, averaged over the bins of
 * {@link reliabilityCurve} by weight (Naeini et al. 2015; Guo et al. 2017); ten bins of equal width unless the options
 * say otherwise. [0, 1], 0 is perfect; NaN without rows.
 */
export function expectedCalibrationError(
	scores: ArrayLike<number>,
	labels: ArrayLike<number>,
	options: ReliabilityOptions = {}
): number {
	let [distance, total] = [0, 0];
	for (const { weight, meanScore, fraudRate } of reliabilityCurve(scores, labels, options)) {
		distance += weight * Math.abs(meanScore - fraudRate);
		total += weight;
	}
	return distance / total;
}

function meanLoss(
	scores: ArrayLike<number>,
	labels: ArrayLike<number>,
	weights: ArrayLike<number> | undefined,
	loss: (score: number, label: 0 | 1) => number
): number {
	requireLength(scores.length, labels, weights);
	let [sum, total] = [0, 0];
	for (let row = 0; row < scores.length; row++) {
		const weight = weightOf(weights, row);
		sum += weight * loss(requireProbability(scores, row), requireLabel(labels, row));
		total += weight;
	}
	return sum / total;
}

function innerShares(bins: number): number[] {
	return Array.from({ length: bins - 1 }, (_, i) => (i + 1) / bins);
}

/** The inner edges of the bins of {@link reliabilityCurve}, ascending. */
export function reliabilityEdges(scores: ArrayLike<number>, { bins = 10, strategy = 'uniform', weights }: ReliabilityOptions): number[] {
	if (strategy === 'uniform') return innerShares(bins);
	if (weights !== undefined) return weightedQuantiles(scores, innerShares(bins), weights);
	const ascending = Float64Array.from(scores).sort();
	return innerShares(bins).map((share) => linearQuantile(ascending, share));
}

function requireProbability(scores: ArrayLike<number>, row: number): number {
	const score = scores[row];
	if (score >= 0 && score <= 1) return score;
	throw new RangeError(`A score is in [0, 1]; row ${row} has ${score}.`);
}
