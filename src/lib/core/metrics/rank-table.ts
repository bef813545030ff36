import type { Ranking } from './ranking';
import type { ThresholdTable } from './threshold-table';

/**
 * `mergeNegativeRuns(rank(…))` of the labelled rows of a table, in one pass and without sorting, because they are in order
 * already. At most two groups a fraud and one. See {@link mergeNegativeRuns} for the figures that merging leaves unchanged.
 */
export function rankTable({ margins, frauds, mostLabelled, otherwise }: ThresholdTable): Ranking {
	const rows = margins.length;
	const positives = frauds.length;
	const labelled = mostLabelled ? rows - otherwise.length : otherwise.length;
	const most = Math.min(labelled, 2 * positives + 1);
	const scores = new Float64Array(most);
	const positive = new Float64Array(most);
	const negative = new Float64Array(most);
	let groups = 0;
	let [fraud, other, before] = [0, 0, 0];
	for (let row = 0; row < rows; row++) {
		// The last row of a group of equal margins speaks for it.
		if (row + 1 < rows && margins[row + 1] === margins[row]) continue;
		let [found, others] = [0, 0];
		for (; fraud < positives && frauds[fraud] <= row; fraud++) found++;
		for (; other < otherwise.length && otherwise[other] <= row; other++) others++;
		const wrong = (mostLabelled ? row + 1 - before - others : others) - found;
		before = row + 1;
		if (found + wrong === 0) continue;
		if (!(found === 0 && groups > 0 && positive[groups - 1] === 0)) groups++;
		scores[groups - 1] = margins[row];
		positive[groups - 1] = found;
		negative[groups - 1] += wrong;
	}
	return {
		scores: scores.slice(0, groups),
		positive: positive.slice(0, groups),
		negative: negative.slice(0, groups),
		rowWeight: { positive: positives > 0 ? 1 : NaN, negative: labelled > positives ? 1 : NaN }
	};
}
