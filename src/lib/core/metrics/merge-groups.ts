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

/**
 * A shorter ranking with the same figures: the groups above the first negative row become one, under the lowest score of them.
 *
 * What it leaves unchanged, and why. Up there nothing is flagged wrongly, in the ranking or in any resample of its classes:
 * precision is 1 at every threshold, the ROC curve goes straight up, and recall only grows on the way down. So no threshold of
 * these beats the last one by a figure that {@link mergeNegativeRuns} names, and average precision gains one times the recall
 * of them all. `splitAt` as there. A good model has most of its positive rows here.
 */
export function mergeLeadingPositives(ranking: Ranking, splitAt: readonly number[] = []): Ranking {
	const { scores, positive, negative, rowWeight } = ranking;
	let last = 0;
	const asksBelow = (group: number): boolean => splitAt.some((threshold) => scores[group] >= threshold && scores[group + 1] < threshold);
	while (last + 1 < scores.length && negative[last] === 0 && negative[last + 1] === 0 && !asksBelow(last)) last++;
	const merged = positive.slice(last);
	for (let group = 0; group < last; group++) merged[0] += positive[group];
	return { scores: scores.slice(last), positive: merged, negative: negative.slice(last), rowWeight };
}
