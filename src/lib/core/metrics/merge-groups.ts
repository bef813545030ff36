import type { Ranking } from './ranking';

/**
 * A shorter ranking with the same figures: every run of neighbouring groups without a positive row becomes one group,
 * under the run's lowest score.
 *
 * What it leaves unchanged, and why. Inside such a run the recall stands still while negatives pile up. So the ROC curve
 * is a horizontal line there, whose area and whose left end (the group before) stay; precision only falls, so no
 * threshold inside the run beats the one before it in F1, in recall at a precision, in precision at a recall or in
 * recall at a false positive rate; and average precision gains nothing without recall. Resampling rows within their
 * class cannot put a positive row into the run, so all this holds for every bootstrap draw too. Figures that ask for
 * another point, such as precision at a fixed threshold t, stay the same when `splitAt` has t: no run then reaches across
 * it. What does change is the number of groups, and with it `precisionRecallCurve` and the undropped `rocCurve`.
 */
export function mergeNegativeRuns(ranking: Ranking, splitAt: readonly number[] = []): Ranking {
	const { scores, positive, negative, rowWeight } = ranking;
	const ends: number[] = [];
	for (let group = 0; group < scores.length; group++) {
		const next = group + 1;
		const goesOn =
			next < scores.length &&
			positive[group] === 0 &&
			positive[next] === 0 &&
			!splitAt.some((threshold) => scores[group] >= threshold && scores[next] < threshold);
		if (!goesOn) ends.push(group);
	}
	const merged = new Float64Array(ends.length);
	let group = 0;
	ends.forEach((end, i) => {
		for (; group <= end; group++) merged[i] += negative[group];
	});
	const atEnds = (of: Float64Array) => Float64Array.from(ends, (end) => of[end]);
	return { scores: atEnds(scores), positive: atEnds(positive), negative: merged, rowWeight };
}
