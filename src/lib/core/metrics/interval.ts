import { linearQuantile } from '../sketch/quantiles';

/** A figure with its percentile interval. */
export interface Interval {
	/** On the data themselves. */
	readonly estimate: number;
	readonly low: number;
	readonly high: number;
}

export interface BootstrapOptions {
	/** How many resamples; 1,000 for ends that are worth two digits. */
	readonly draws: number;
	/** See `seededRandom`. */
	readonly seed: number;
	/** Share of the draws between the ends, in (0, 1); .95 by default. */
	readonly level?: number;
}

/**
 * The percentile interval (Efron 1979) of a figure from its value in each draw, by linear interpolation as
 * `numpy.quantile` does. Draws in which the figure is undefined (NaN) are left out; the ends are NaN where all are.
 * Throws RangeError for a level outside (0, 1).
 */
export function percentileInterval(estimate: number, draws: Float64Array, level = 0.95): Interval {
	if (!(level > 0 && level < 1)) throw new RangeError(`An interval's level is between 0 and 1, not ${level}.`);
	const ascending = draws.filter((x) => !Number.isNaN(x)).sort();
	return {
		estimate,
		low: linearQuantile(ascending, (1 - level) / 2),
		high: linearQuantile(ascending, (1 + level) / 2)
	};
}

/** Throws RangeError unless the number of draws is a positive integer. */
export function requireDraws(draws: number): void {
	if (Number.isSafeInteger(draws) && draws >= 1) return;
	throw new RangeError(`A bootstrap needs a positive number of draws, not ${draws}.`);
}
