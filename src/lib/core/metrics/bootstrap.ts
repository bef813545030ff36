import { seededRandom, type Random } from '../random/random';
import { percentileInterval, requireDraws, type BootstrapOptions, type Interval } from './interval';
import { mergeNegativeRuns } from './merge-groups';
import type { Ranking } from './ranking';

export interface RankingBootstrapOptions extends BootstrapOptions {
	/** Thresholds that a statistic asks about; see {@link mergeNegativeRuns}. */
	readonly splitAt?: readonly number[];
}

/**
 * Stratified bootstrap of figures of a ranking: positive and negative rows are resampled separately, with replacement,
 * as many as there are; the interval is the percentile one. Deterministic for a seed.
 *
 * Resampling the rows of a class means drawing a multinomial count per group of equal scores, by binomials conditional
 * on what is left. Groups are merged first (see {@link mergeNegativeRuns} for what that leaves unchanged: everything in
 * this folder but the whole curves), so a draw costs O(groups with positives), not O(rows). A statistic gets a ranking that the
 * next draw overwrites: it must not keep it. Groups that a draw leaves empty stay in it with weight zero.
 *
 * Weights must be equal within a class (a row drawn twice counts its weight twice); throws RangeError where they are not.
 */
export function bootstrapIntervals<Name extends string>(
	ranking: Ranking,
	statistics: { readonly [name in Name]: (ranking: Ranking) => number },
	{ draws, seed, level, splitAt }: RankingBootstrapOptions
): { readonly [name in Name]: Interval } {
	requireDraws(draws);
	const random = seededRandom(seed);
	const merged = mergeNegativeRuns(ranking, splitAt);
	const positives = rowCounts(merged.positive, merged.rowWeight.positive);
	const negatives = rowCounts(merged.negative, merged.rowWeight.negative);
	const drawn: Ranking = {
		...merged,
		positive: new Float64Array(merged.scores.length),
		negative: new Float64Array(merged.scores.length)
	};
	const names: Name[] = [];
	for (const name in statistics) names.push(name);
	const values = names.map(() => new Float64Array(draws));
	for (let draw = 0; draw < draws; draw++) {
		resample(positives, merged.rowWeight.positive, random, drawn.positive);
		resample(negatives, merged.rowWeight.negative, random, drawn.negative);
		names.forEach((name, i) => {
			values[i][draw] = statistics[name](drawn);
		});
	}
	const intervals = {} as { [name in Name]: Interval };
	names.forEach((name, i) => {
		intervals[name] = percentileInterval(statistics[name](ranking), values[i], level);
	});
	return intervals;
}

/** Rows in each group of a class whose rows all weigh `rowWeight`. */
function rowCounts(weights: Float64Array, rowWeight: number): Float64Array {
	if (Number.isNaN(rowWeight) && weights.some((weight) => weight > 0)) {
		throw new RangeError('The bootstrap needs equal weights within each class; these rows differ.');
	}
	return weights.map((weight) => (weight === 0 ? 0 : Math.round(weight / rowWeight)));
}

/** One multinomial draw of as many rows as there are, written to `into` as weights. */
function resample(counts: Float64Array, rowWeight: number, random: Random, into: Float64Array): void {
	let rows = 0;
	for (let group = 0; group < counts.length; group++) rows += counts[group];
	let toDraw = rows;
	for (let group = 0; group < counts.length; group++) {
		if (counts[group] === 0 || toDraw === 0) {
			into[group] = 0;
			continue;
		}
		const taken = random.binomial(toDraw, counts[group] / rows);
		into[group] = taken * rowWeight;
		toDraw -= taken;
		rows -= counts[group];
	}
}
