import { bootstrapConfusion } from '../core/metrics/bootstrap-confusion';
import { bootstrapIntervals } from '../core/metrics/bootstrap';
import { brierScore, expectedCalibrationError } from '../core/metrics/calibration';
import { confusionAt } from '../core/metrics/confusion';
import type { Interval } from '../core/metrics/interval';
import { averagePrecision, precisionAtRecall, recallAtPrecision } from '../core/metrics/precision-recall';
import { rank } from '../core/metrics/ranking';
import { recallAtFpr, rocAuc } from '../core/metrics/roc';
import type { EvaluatedSet, Evaluation, Figure } from '../core/pack/evaluation';

export const bootstrap: Evaluation['bootstrap'] = { draws: 1000, seed: 1, level: 0.95 };

/** A split with its calibrated scores. */
export interface ScoredSet {
	readonly name: EvaluatedSet['name'];
	readonly scores: Float64Array;
	readonly labels: Uint8Array;
	/** What a normal row weighs; a fraud weighs 1. */
	readonly normalWeight: number;
}

/** A member's own scores of the same rows. */
export interface MemberScores {
	readonly id: string;
	readonly scores: Float64Array;
}

/** Operating points that earlier systems on this kind of data published; a figure at the same point compares with them. */
const publishedPrecision = 0.8889;
const publishedRecall = 0.7347;
const lowFpr = 0.01;

/**
 * Ranking figures, figures at the threshold (both with 95 % stratified bootstrap intervals) and calibration of one split; for
 * the members of an ensemble what needs no threshold.
 */
export function evaluateSet(
	{ name, scores, labels, normalWeight }: ScoredSet,
	threshold: number,
	members: readonly MemberScores[] = []
): EvaluatedSet {
	const frauds = labels.reduce((sum, label) => sum + label, 0);
	const figures = figuresOf({ scores, labels, normalWeight }, threshold);
	if (members.length < 2) return { name, rows: labels.length, frauds, normalWeight, figures };
	const own = members.map(({ id, scores: memberScores }) => ({ id, figures: figuresOf({ scores: memberScores, labels, normalWeight }, null) }));
	return { name, rows: labels.length, frauds, normalWeight, figures, members: own };
}

/** {@link evaluateSet}'s figures; without a threshold those that need one are left out. */
export function figuresOf({ scores, labels, normalWeight }: Omit<ScoredSet, 'name'>, threshold: number | null): Record<string, Figure> {
	const weights = Float64Array.from(labels, (label) => (label === 1 ? 1 : normalWeight));
	const ranking = rank(scores, labels, weights);
	const ranked = bootstrapIntervals(
		ranking,
		{
			averagePrecision,
			rocAuc,
			[`recallAtPrecision${publishedPrecision}`]: (drawn) => recallAtPrecision(drawn, publishedPrecision),
			[`precisionAtRecall${publishedRecall}`]: (drawn) => precisionAtRecall(drawn, publishedRecall),
			[`recallAtFpr${lowFpr}`]: (drawn) => recallAtFpr(drawn, lowFpr)
		},
		bootstrap
	);
	const atThreshold = threshold === null ? {} : thresholdFigures({ scores, labels, normalWeight }, threshold, weights);
	const figures: Record<string, Figure> = {};
	for (const [figure, interval] of Object.entries<Interval>({ ...ranked, ...atThreshold })) {
		// A figure that is undefined (precision where nothing is flagged) is left out: JSON has no NaN.
		if (Number.isFinite(interval.estimate)) figures[figure] = toFigure(interval);
	}
	figures.brierScore = { value: rounded(brierScore(scores, labels, weights)), interval: null };
	figures.expectedCalibrationError = { value: rounded(expectedCalibrationError(scores, labels, { weights })), interval: null };
	return figures;
}

function thresholdFigures({ scores, labels, normalWeight }: Omit<ScoredSet, 'name'>, threshold: number, weights: Float64Array): Record<string, Interval> {
	const { precision, recall, f1 } = bootstrapConfusion(confusionAt(scores, labels, threshold, weights), {
		...bootstrap,
		rowWeight: { positive: 1, negative: normalWeight }
	});
	return { precision, recall, f1 };
}

function toFigure({ estimate, low, high }: Interval): Figure {
	const interval: Figure['interval'] = Number.isFinite(low) && Number.isFinite(high) ? [rounded(low), rounded(high)] : null;
	return { value: rounded(estimate), interval };
}

function rounded(value: number): number {
	return Number(value.toPrecision(6));
}
