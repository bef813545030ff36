import { countBelow, distinctAscending } from '../sketch/distinct';
import { requireLength, weightOf } from '../sketch/weights';
import type { Confusion } from './confusion';
import { requireLabel } from './labels';

/**
 * Scored and labelled rows grouped by score: all that a ranking figure needs. Entry g of every array is one distinct
 * score, highest first.
 */
export interface Ranking {
	/** Distinct scores (probabilities or margins), descending. */
	readonly scores: Float64Array<ArrayBuffer>;
	/** Weight of the positive rows with that score. */
	readonly positive: Float64Array<ArrayBuffer>;
	/** Weight of the negative rows with that score. */
	readonly negative: Float64Array<ArrayBuffer>;
	/** The weight that all rows of a class share; NaN where they differ or the class has no row. */
	readonly rowWeight: { readonly positive: number; readonly negative: number };
}

/**
 * Groups rows by score. Labels are 0 or 1; weights default to 1, and rows of weight zero are left out as scikit-learn
 * does. O(n log n), under a second for a million rows. Throws RangeError for a NaN score, another label, a
 * negative or infinite weight, or columns of different lengths.
 */
export function rank(
	scores: ArrayLike<number>,
	labels: ArrayLike<number>,
	weights?: ArrayLike<number>
): Ranking {
	requireLength(scores.length, labels, weights);
	const distinct = distinctAscending(scores);
	const positive = new Float64Array(distinct.length);
	const negative = new Float64Array(distinct.length);
	const rowWeight = { positive: NaN, negative: NaN };
	const seen = { positive: false, negative: false };
	for (let row = 0; row < scores.length; row++) {
		const score = scores[row];
		if (Number.isNaN(score)) throw new RangeError(`Row ${row} has no score.`);
		const weight = weightOf(weights, row);
		const side = requireLabel(labels, row) === 1 ? 'positive' : 'negative';
		if (weight === 0) continue;
		if (!seen[side]) rowWeight[side] = weight;
		else if (rowWeight[side] !== weight) rowWeight[side] = NaN;
		seen[side] = true;
		const group = distinct.length - 1 - countBelow(distinct, score);
		if (side === 'positive') positive[group] += weight;
		else negative[group] += weight;
	}
	return withoutEmptyGroups({ scores: distinct.reverse(), positive, negative, rowWeight });
}

function withoutEmptyGroups(ranking: Ranking): Ranking {
	const { scores, positive, negative, rowWeight } = ranking;
	const kept = (_: number, group: number) => positive[group] + negative[group] > 0;
	if (scores.every(kept)) return ranking;
	return {
		scores: scores.filter(kept),
		positive: positive.filter(kept),
		negative: negative.filter(kept),
		rowWeight
	};
}

/** Weight of all positive and of all negative rows. */
export function totals({ positive, negative }: Ranking): { positives: number; negatives: number } {
	let positives = 0;
	let negatives = 0;
	for (let group = 0; group < positive.length; group++) {
		positives += positive[group];
		negatives += negative[group];
	}
	return { positives, negatives };
}

/** The confusion when rows with `score >= threshold` are flagged, in weights; `confusionAt` of the same rows. */
export function confusionOf({ scores, positive, negative }: Ranking, threshold: number): Confusion {
	let [tp, fp, fn, tn] = [0, 0, 0, 0];
	for (let group = 0; group < scores.length; group++) {
		if (scores[group] >= threshold) {
			tp += positive[group];
			fp += negative[group];
		} else {
			fn += positive[group];
			tn += negative[group];
		}
	}
	return { tp, fp, fn, tn };
}
