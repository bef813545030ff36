import { countBelow, distinctAscending } from './distinct';
import { requireLength, weightOf } from './weights';

/** The distinct values of a column, ascending, and the weight up to and with each of them. */
export interface Distribution {
	readonly values: Float64Array<ArrayBuffer>;
	readonly cumulative: Float64Array<ArrayBuffer>;
}

/**
 * The empirical distribution of a column. NaN and rows of weight zero are left out. Throws RangeError when lengths
 * differ or a weight is negative or not finite.
 */
export function distribution(values: ArrayLike<number>, weights?: ArrayLike<number>): Distribution {
	requireLength(values.length, weights);
	const distinct = distinctAscending(values);
	const mass = new Float64Array(distinct.length);
	for (let row = 0; row < values.length; row++) {
		const weight = weightOf(weights, row);
		if (!Number.isNaN(values[row])) mass[countBelow(distinct, values[row])] += weight;
	}
	let kept = 0;
	let total = 0;
	for (let i = 0; i < distinct.length; i++) {
		if (mass[i] === 0) continue;
		total += mass[i];
		distinct[kept] = distinct[i];
		mass[kept++] = total;
	}
	return { values: distinct.slice(0, kept), cumulative: mass.slice(0, kept) };
}

/**
 * Quantiles by the inverted distribution function: the smallest value whose cumulative share of the weight is at least
 * `p` (Hyndman & Fan 1996, definition 1; numpy's `method='inverted_cdf'`). Every quantile is thus one of the values.
 * NaN values and rows of weight zero are left out; without any row left the quantiles are NaN. Throws RangeError for a
 * probability outside [0, 1] and for bad weights.
 */
export function weightedQuantiles(
	values: ArrayLike<number>,
	probabilities: readonly number[],
	weights?: ArrayLike<number>
): number[] {
	return quantilesOf(distribution(values, weights), probabilities);
}

/** {@link weightedQuantiles} of a distribution made before. */
export function quantilesOf({ values, cumulative }: Distribution, probabilities: readonly number[]): number[] {
	const last = values.length - 1;
	const shares = last < 0 ? cumulative : cumulative.map((mass) => mass / cumulative[last]);
	return probabilities.map((p) => {
		if (!(p >= 0 && p <= 1)) throw new RangeError(`A quantile's probability is in [0, 1], not ${p}.`);
		return last < 0 ? NaN : values[countBelow(shares, p)];
	});
}

/**
 * Quantile of ascending values by linear interpolation between neighbours (Hyndman & Fan's definition 7, numpy's
 * default). NaN where there is no value.
 */
export function linearQuantile(ascending: ArrayLike<number>, p: number): number {
	if (!(p >= 0 && p <= 1)) throw new RangeError(`A quantile's probability is in [0, 1], not ${p}.`);
	if (ascending.length === 0) return NaN;
	const position = p * (ascending.length - 1);
	const below = Math.floor(position);
	const low = ascending[below];
	const high = ascending[Math.min(below + 1, ascending.length - 1)];
	return low === high ? low : low + (high - low) * (position - below);
}
