import { totals, type Ranking } from './ranking';

/**
 * Area under the ROC curve: the chance that a positive row outranks a negative one, ties counting half (trapezoids;
 * scikit-learn's `roc_auc_score`). [0, 1]; NaN where a class has no row.
 */
export function rocAuc(ranking: Ranking): number {
	const { positive, negative } = ranking;
	let [found, wrong, area] = [0, 0, 0];
	for (let group = 0; group < positive.length; group++) {
		area += negative[group] * (found + positive[group] / 2);
		found += positive[group];
		wrong += negative[group];
	}
	return area / (found * wrong);
}

/**
 * The greatest recall at a false positive rate of at most `f` over all thresholds, (0, 0) included; scikit-learn's
 * `roc_curve(…, drop_intermediate=False)`. NaN where a class has no row.
 */
export function recallAtFpr(ranking: Ranking, f: number): number {
	const { positive, negative } = ranking;
	const { positives, negatives } = totals(ranking);
	if (positives === 0 || negatives === 0) return NaN;
	let [found, wrong, best] = [0, 0, 0];
	for (let group = 0; group < positive.length; group++) {
		found += positive[group];
		wrong += negative[group];
		if (wrong / negatives > f) break;
		best = found;
	}
	return best / positives;
}

export interface RocCurve {
	readonly falsePositiveRate: Float64Array<ArrayBuffer>;
	/** Recall. */
	readonly truePositiveRate: Float64Array<ArrayBuffer>;
	/** Descending; the first is Infinity, where nothing is flagged. */
	readonly thresholds: Float64Array<ArrayBuffer>;
}

/**
 * scikit-learn's `roc_curve`: from (0, 0) to (1, 1), one point a threshold. With `dropIntermediate` (the default, as
 * there) points in the middle of a straight line are left out. A rate whose class has no row is NaN.
 */
export function rocCurve(ranking: Ranking, { dropIntermediate = true } = {}): RocCurve {
	const { scores, positive, negative } = ranking;
	const { positives, negatives } = totals(ranking);
	const last = scores.length - 1;
	const points: number[] = [];
	for (let group = 0; group <= last; group++) {
		const straight =
			group > 0 && group < last && positive[group] === positive[group + 1] && negative[group] === negative[group + 1];
		if (!dropIntermediate || !straight) points.push(group);
	}
	const curve: RocCurve = {
		falsePositiveRate: new Float64Array(points.length + 1),
		truePositiveRate: new Float64Array(points.length + 1),
		thresholds: new Float64Array(points.length + 1)
	};
	curve.falsePositiveRate[0] = 0 / negatives;
	curve.truePositiveRate[0] = 0 / positives;
	curve.thresholds[0] = Infinity;
	let [found, wrong, group] = [0, 0, 0];
	points.forEach((until, i) => {
		for (; group <= until; group++) {
			found += positive[group];
			wrong += negative[group];
		}
		curve.falsePositiveRate[i + 1] = wrong / negatives;
		curve.truePositiveRate[i + 1] = found / positives;
		curve.thresholds[i + 1] = scores[until];
	});
	return curve;
}
