import { distribution, quantilesOf } from './quantiles';
import { weightOf } from './weights';

/** Probabilities of the quantiles in a {@link Description}. */
const describedProbabilities = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1] as const;

/** One column in a dozen numbers, in the column's own unit. */
export interface Description {
	/** Rows with a value, whatever their weight. */
	readonly count: number;
	/** Rows whose value is NaN. */
	readonly missing: number;
	readonly min: number;
	readonly max: number;
	readonly mean: number;
	/** Of the population: divided by the weight, not by one less. */
	readonly std: number;
	/** At {@link describedProbabilities}, by the inverted distribution function. */
	readonly quantiles: readonly number[];
}

/**
 * Describes a column, each row counting by its weight (1 by default). Rows of weight zero count in `count` only. The
 * figures are NaN where no row has a value and a weight. Throws RangeError for bad weights.
 */
export function describe(values: ArrayLike<number>, weights?: ArrayLike<number>): Description {
	const spread = distribution(values, weights);
	const quantiles = quantilesOf(spread, describedProbabilities);
	let missing = 0;
	let weightSum = 0;
	let sum = 0;
	for (let row = 0; row < values.length; row++) {
		if (Number.isNaN(values[row])) missing++;
		else {
			const weight = weightOf(weights, row);
			weightSum += weight;
			sum += weight * values[row];
		}
	}
	const mean = sum / weightSum;
	// Second pass: the one-pass formula loses all digits where the mean is large against the spread.
	let squares = 0;
	for (let row = 0; row < values.length; row++) {
		if (!Number.isNaN(values[row])) squares += weightOf(weights, row) * (values[row] - mean) ** 2;
	}
	return {
		count: values.length - missing,
		missing,
		min: quantiles[0],
		max: quantiles[quantiles.length - 1],
		mean,
		std: Math.sqrt(squares / weightSum),
		quantiles
	};
}
