import { policyCost, requireReviewCost } from './policy-cost';
import { precisionRecallCurve } from './precision-recall';
import { rank, totals, type Ranking } from './ranking';
import { reliabilityBands, type ReliabilityBand } from './reliability';
import { rocCurve } from './roc';
import { scoredColumns, type ScoredColumns, type ScoredRows } from './scored-rows';
import { thinCurve, type CurvePoint } from './thin';

/** A policy at a threshold, in money per transaction. */
export interface CostPoint {
	/** Null: review nothing. */
	readonly threshold: number | null;
	readonly expectedCost: number;
}

export interface CostCurve {
	/** x: threshold, y: expected cost of a transaction; thresholds descending. */
	readonly points: CurvePoint[];
	/** The cheapest threshold of all; of equal ones the highest, which reviews least. */
	readonly best: CostPoint & { readonly savings: number | null };
	/** Expected cost of the trivial policies. */
	readonly approveAll: number;
	readonly reviewAll: number;
}

/** Curves to plot; empty where they are undefined (a class without a row). */
export interface EvaluationCurves {
	/** x: false positive rate, y: recall; from (0, 0) to (1, 1). */
	readonly roc: CurvePoint[];
	/** x: recall, y: precision; recall descending, ends at (0, 1). */
	readonly precisionRecall: CurvePoint[];
	/** Mean score against fraud rate, scores ascending, in bins of equal width and in bins of equal weight. */
	readonly reliability: { readonly equalWidth: ReliabilityBand[]; readonly equalMass: ReliabilityBand[] };
	/** x: share of all rows that is reviewed, highest scores first, y: share of the frauds found; from (0, 0) to (1, 1). */
	readonly gain: CurvePoint[];
	/** Null without amounts, a review cost or rows. */
	readonly cost: CostCurve | null;
}

export interface CurveOptions {
	/** Cost of reviewing one row, in the unit of the amounts. */
	readonly reviewCost?: number;
	/** Bins of the reliability curves; 10 by default. */
	readonly bins?: number;
}

/**
 * The curves of scored rows, weighted, each thinned to at most `maxPoints` points (see {@link thinCurve}): plain objects for
 * a plot or a JSON file. O(n log n). Throws RangeError as {@link scoredColumns} does, and for a bad review cost or fewer
 * than two points.
 */
export function curvesOf(given: ScoredRows, maxPoints = 200, { reviewCost, bins = 10 }: CurveOptions = {}): EvaluationCurves {
	if (reviewCost !== undefined) requireReviewCost(reviewCost);
	const rows = scoredColumns(given);
	const ranking = rank(rows.scores, rows.labels, rows.weights);
	const { positives, negatives } = totals(ranking);
	return {
		roc: positives > 0 && negatives > 0 ? thinCurve(rocPoints(ranking), maxPoints) : [],
		precisionRecall: positives > 0 ? thinCurve(precisionRecallPoints(ranking), maxPoints) : [],
		reliability: {
			equalWidth: reliabilityBands(rows, { bins, strategy: 'uniform' }),
			equalMass: rows.scores.length === 0 ? [] : reliabilityBands(rows, { bins, strategy: 'quantile' })
		},
		gain: positives > 0 ? thinCurve(gainPoints(ranking), maxPoints) : [],
		cost: reviewCost === undefined || rows.scores.length === 0 ? null : costCurve(rows, ranking, reviewCost, maxPoints)
	};
}

function rocPoints(ranking: Ranking): CurvePoint[] {
	const { falsePositiveRate, truePositiveRate, thresholds } = rocCurve(ranking);
	return Array.from(thresholds, (threshold, i) => ({
		x: falsePositiveRate[i],
		y: truePositiveRate[i],
		threshold: i === 0 ? null : threshold
	}));
}

function precisionRecallPoints(ranking: Ranking): CurvePoint[] {
	const { precision, recall, thresholds } = precisionRecallCurve(ranking);
	return Array.from(recall, (x, i) => ({ x, y: precision[i], threshold: thresholds[i] ?? null }));
}

function gainPoints(ranking: Ranking): CurvePoint[] {
	const { positives, negatives } = totals(ranking);
	const points: CurvePoint[] = [{ x: 0, y: 0, threshold: null }];
	let [found, flagged] = [0, 0];
	ranking.scores.forEach((threshold, group) => {
		found += ranking.positive[group];
		flagged += ranking.positive[group] + ranking.negative[group];
		points.push({ x: flagged / (positives + negatives), y: found / positives, threshold });
	});
	return points;
}

function costCurve(rows: ScoredColumns, ranking: Ranking, reviewCost: number, maxPoints: number): CostCurve | null {
	const { scores, labels, weights, amounts } = rows;
	if (amounts === null) return null;
	const { positives, negatives } = totals(ranking);
	const total = positives + negatives;
	const lossAt = new Map<number, number>();
	let fraudAmount = 0;
	scores.forEach((score, row) => {
		if (labels[row] === 0) return;
		const loss = weights[row] * amounts[row];
		lossAt.set(score, (lossAt.get(score) ?? 0) + loss);
		fraudAmount += loss;
	});
	const at = (flagged: number, missedAmount: number) => policyCost({ flagged, total, missedAmount, fraudAmount }, reviewCost);
	const approveAll = at(0, fraudAmount).expectedCost;
	let best = { threshold: null as number | null, ...at(0, fraudAmount) };
	let [flagged, stopped] = [0, 0];
	const points = Array.from(ranking.scores, (threshold, group): CurvePoint => {
		flagged += ranking.positive[group] + ranking.negative[group];
		stopped += lossAt.get(threshold) ?? 0;
		const cost = at(flagged, fraudAmount - stopped);
		if (cost.expectedCost < best.expectedCost) best = { threshold, ...cost };
		return { x: threshold, y: cost.expectedCost, threshold };
	});
	return {
		points: thinCurve(points, maxPoints),
		best: { ...best, savings: Number.isFinite(best.savings) ? best.savings : null },
		approveAll,
		reviewAll: reviewCost
	};
}
