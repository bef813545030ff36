import { bestF1 } from '../core/metrics/precision-recall';
import { rank } from '../core/metrics/ranking';

/** The threshold of the best weighted F1, with few digits. */
export function bestThreshold(scores: Float64Array, labels: Uint8Array, weights: Float64Array): number {
	return neatThreshold(bestF1(rank(scores, labels, weights)).threshold, scores);
}

/**
 * A threshold of few digits that flags the same rows: the shortest number above the next lower score and not above the
 * given one.
 *
 * @param score a score that is to be flagged, one of `scores`
 */
export function neatThreshold(score: number, scores: Float64Array): number {
	let below = 0;
	for (const other of scores) if (other < score && other > below) below = other;
	const middle = (below + score) / 2;
	for (let digits = 1; digits < 17; digits++) {
		const neat = Number(middle.toPrecision(digits));
		if (neat > below && neat <= score) return neat;
	}
	return score;
}
