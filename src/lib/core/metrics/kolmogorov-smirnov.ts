import { totals, type Ranking } from './ranking';

/**
 * The two-sample Kolmogorov–Smirnov distance of the scores of frauds and normal rows: the greatest distance of recall
 * and false positive rate over all thresholds, in either direction (without weights the statistic of scipy's
 * `ks_2samp`). [0, 1]; NaN where a class has no row.
 */
export function kolmogorovSmirnov(ranking: Ranking): number {
	const { positive, negative } = ranking;
	const { positives, negatives } = totals(ranking);
	if (positives === 0 || negatives === 0) return NaN;
	let [found, wrong, greatest] = [0, 0, 0];
	for (let group = 0; group < positive.length; group++) {
		found += positive[group];
		wrong += negative[group];
		greatest = Math.max(greatest, Math.abs(found / positives - wrong / negatives));
	}
	return greatest;
}
