import { seededRandom } from '../random/random';
import { Resample } from '../random/resample';
import { percentileInterval, requireDraws, type BootstrapOptions, type Interval } from './interval';
import { mergeLeadingPositives, mergeNegativeRuns } from './merge-groups';
import type { Ranking } from './ranking';

export interface RankingBootstrapOptions extends BootstrapOptions {
	/** Thresholds that a statistic asks about; see {@link mergeNegativeRuns}. */
	readonly splitAt?: readonly number[];
}

/**
 * Stratified bootstrap of figures of a ranking: positive and negative rows are resampled separately, with replacement,
 * as many as there are; the interval is the percentile one. Deterministic for a seed.
 *
 * Resampling the rows of a class means drawing a multinomial count per group of equal scores. Groups are merged first (see
 * {@link mergeNegativeRuns} and {@link mergeLeadingPositives} for what that leaves unchanged: everything in this folder but
 * the whole curves), so a draw costs O(groups with positives below the first negative row), not O(rows). A statistic gets a ranking that the next draw overwrites: it must not keep it.
 * Groups that a draw leaves empty stay in it with weight zero.
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
	const merged = mergeLeadingPositives(mergeNegativeRuns(ranking, splitAt), splitAt);
	const positives = new Resample(rowCounts(merged.positive, merged.rowWeight.positive));
	const negatives = new Resample(rowCounts(merged.negative, merged.rowWeight.negative));
	const drawn: Ranking = {
		...merged,
		positive: new Float64Array(merged.scores.length),
		negative: new Float64Array(merged.scores.length)
	};
	const names: Name[] = [];
	for (const name in statistics) names.push(name);
	const values = names.map(() => new Float64Array(draws));
	for (let draw = 0; draw < draws; draw++) {
		weigh(positives.draw(random), merged.rowWeight.positive, drawn.positive);
		weigh(negatives.draw(random), merged.rowWeight.negative, drawn.negative);
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

function weigh(counts: Uint32Array, rowWeight: number, into: Float64Array): void {
	// A class without rows has no weight and nothing to weigh. No branch a group: half of them would be guessed wrong.
	if (Number.isNaN(rowWeight)) into.fill(0);
	else for (let group = 0; group < into.length; group++) into[group] = counts[group] * rowWeight;
}
