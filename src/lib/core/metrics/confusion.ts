import { requireLength, weightOf } from '../sketch/weights';
import { requireLabel } from './labels';

/** Weight (rows, where there are no weights) by decision and truth: true / false positives, false / true negatives. */
export interface Confusion {
	readonly tp: number;
	readonly fp: number;
	readonly fn: number;
	readonly tn: number;
}

/**
 * A row is flagged when `score >= threshold`. Scores are probabilities or margins; labels 0 or 1. Throws RangeError for
 * a NaN score, any other label, bad weights, or columns of different lengths.
 */
export function confusionAt(
	scores: ArrayLike<number>,
	labels: ArrayLike<number>,
	threshold: number,
	weights?: ArrayLike<number>
): Confusion {
	requireLength(scores.length, labels, weights);
	let [tp, fp, fn, tn] = [0, 0, 0, 0];
	for (let row = 0; row < scores.length; row++) {
		if (Number.isNaN(scores[row])) throw new RangeError(`Row ${row} has no score.`);
		const weight = weightOf(weights, row);
		const flagged = scores[row] >= threshold;
		if (requireLabel(labels, row) === 1) {
			if (flagged) tp += weight;
			else fn += weight;
		} else if (flagged) fp += weight;
		else tn += weight;
	}
	return { tp, fp, fn, tn };
}

/** Share of frauds among the flagged, [0, 1]; NaN where nothing is flagged. */
export function precision({ tp, fp }: Confusion): number {
	return tp / (tp + fp);
}

/** Share of the frauds that is flagged, [0, 1]; NaN without frauds. */
export function recall({ tp, fn }: Confusion): number {
	return tp / (tp + fn);
}

/** Harmonic mean of precision and recall, [0, 1]; NaN where there is neither a fraud nor a flag. */
export function f1({ tp, fp, fn }: Confusion): number {
	return (2 * tp) / (2 * tp + fp + fn);
}

/** Share of right decisions, [0, 1]; NaN without rows. Says little where frauds are rare. */
export function accuracy({ tp, fp, fn, tn }: Confusion): number {
	return (tp + tn) / (tp + fp + fn + tn);
}

/** Share of the normal rows that is flagged, [0, 1]; NaN without normal rows. */
export function falsePositiveRate({ fp, tn }: Confusion): number {
	return fp / (fp + tn);
}
