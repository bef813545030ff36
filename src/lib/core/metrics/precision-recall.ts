import { totals, type Ranking } from './ranking';

/**
 * Average precision: precision at each threshold weighted by the recall gained there, without interpolation
 * (scikit-learn's `average_precision_score`). [0, 1]; NaN without a positive row (scikit-learn warns and says 0).
 */
export function averagePrecision({ positive, negative }: Ranking): number {
	let [found, wrong, sum] = [0, 0, 0];
	for (let group = 0; group < positive.length; group++) {
		found += positive[group];
		wrong += negative[group];
		if (positive[group] > 0) sum += positive[group] * (found / (found + wrong));
	}
	return sum / found;
}

/**
 * The greatest recall at a precision of at least `p` over all thresholds; 0 where no threshold is that precise. NaN
 * without a positive row. On `precision_recall_curve`: `max(recall[precision >= p])`.
 */
export function recallAtPrecision(ranking: Ranking, p: number): number {
	const { positive, negative } = ranking;
	let [found, wrong, best] = [0, 0, 0];
	for (let group = 0; group < positive.length; group++) {
		found += positive[group];
		wrong += negative[group];
		if (found / (found + wrong) >= p) best = found;
	}
	return best / found;
}

/**
 * The greatest precision at a recall of at least `q` over all thresholds. NaN without a positive row; 1 for q ≤ 0, the
 * curve's end where nothing is flagged. On `precision_recall_curve`: `max(precision[recall >= q])`.
 */
export function precisionAtRecall(ranking: Ranking, q: number): number {
	const { positive, negative } = ranking;
	const { positives } = totals(ranking);
	if (positives === 0) return NaN;
	if (q <= 0) return 1;
	let [found, wrong, best] = [0, 0, 0];
	for (let group = 0; group < positive.length; group++) {
		found += positive[group];
		wrong += negative[group];
		if (found / positives >= q) best = Math.max(best, found / (found + wrong));
	}
	return best;
}

export interface BestF1 {
	/** Flag rows whose score is at least this. */
	readonly threshold: number;
	readonly precision: number;
	readonly recall: number;
	readonly f1: number;
}

/**
 * The threshold of the greatest F1 and what it reaches; the highest of equal ones, which flags least. All NaN without a
 * positive row.
 */
export function bestF1(ranking: Ranking): BestF1 {
	const { scores, positive, negative } = ranking;
	const { positives } = totals(ranking);
	let best: BestF1 = { threshold: NaN, precision: NaN, recall: NaN, f1: NaN };
	let [found, wrong] = [0, 0];
	for (let group = 0; group < positive.length; group++) {
		found += positive[group];
		wrong += negative[group];
		// F1 = 2·tp / (2·tp + fp + fn), and tp + fn is all positives.
		const f1 = (2 * found) / (found + wrong + positives);
		if (positives > 0 && !(f1 <= best.f1)) {
			best = { threshold: scores[group], precision: found / (found + wrong), recall: found / positives, f1 };
		}
	}
	return best;
}

export interface PrecisionRecallCurve {
	/** Ends with 1. */
	readonly precision: Float64Array<ArrayBuffer>;
	/** Descending; ends with 0. */
	readonly recall: Float64Array<ArrayBuffer>;
	/** Ascending, one fewer than points: at the last point nothing is flagged. */
	readonly thresholds: Float64Array<ArrayBuffer>;
}

/**
 * scikit-learn's `precision_recall_curve`, in its order: lowest threshold first, with the added end (recall 0,
 * precision 1). Without a positive row recall is NaN but at the end (scikit-learn says 1).
 */
export function precisionRecallCurve(ranking: Ranking): PrecisionRecallCurve {
	const { scores, positive, negative } = ranking;
	const { positives } = totals(ranking);
	const groups = scores.length;
	const precision = new Float64Array(groups + 1);
	const recall = new Float64Array(groups + 1);
	precision[groups] = 1;
	let [found, wrong] = [0, 0];
	for (let group = 0; group < groups; group++) {
		found += positive[group];
		wrong += negative[group];
		precision[groups - 1 - group] = found / (found + wrong);
		recall[groups - 1 - group] = found / positives;
	}
	return { precision, recall, thresholds: scores.slice().reverse() };
}
