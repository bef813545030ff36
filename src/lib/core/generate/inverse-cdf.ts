import { log, pow } from '../number/exp-log';
import type { QuantileSketch } from '../sketch/reference';

const linear = -1;

/**
 * Maps a uniform number in [0, 1] to the sketched distribution: linear between its quantiles, but Pareto-like in the
 * outermost intervals, from the neighbouring interval's density at the inner end to the least and greatest value. Linear
 * there too, a long tail would be far too heavy: of a sketch of 41 points a fortieth of all rows lies in each.
 */
export function inverseCdf({ probabilities, values }: QuantileSketch): (u: number) => number {
	const last = probabilities.length - 1;
	const lower = last >= 2 ? tailShape(values[1] - values[0], slope(1) * (probabilities[1] - probabilities[0])) : linear;
	const upper =
		last >= 2
			? tailShape(values[last] - values[last - 1], slope(last - 2) * (probabilities[last] - probabilities[last - 1]))
			: linear;

	function slope(interval: number): number {
		return (values[interval + 1] - values[interval]) / (probabilities[interval + 1] - probabilities[interval]);
	}

	return (u) => {
		if (u <= probabilities[0]) return values[0];
		if (u >= probabilities[last]) return values[last];
		let low = 0;
		let high = last;
		while (high - low > 1) {
			const middle = (low + high) >>> 1;
			if (probabilities[middle] <= u) low = middle;
			else high = middle;
		}
		const share = (u - probabilities[low]) / (probabilities[high] - probabilities[low]);
		const range = values[high] - values[low];
		if (low === 0) return values[high] - range * grown(1 - share, lower);
		if (high === last) return values[low] + range * grown(share, upper);
		return values[low] + range * share;
	};
}

/** The outermost interval of the sketches that we make holds some hundred rows, and the extreme is the last of them. */
const tailRows = 300;

/** From 0 to 1 with s, by a Pareto tail of index 1/k cut off at its `tailRows`-th part; linear for k = -1. */
function grown(s: number, k: number): number {
	const x = 1 / (1 - s * (1 - 1 / tailRows));
	return boxCox(x, k) / boxCox(tailRows, k);
}

/** The k with which {@link grown} over `range` starts at the slope `start`; -1 (linear) for a tail that is not long. */
function tailShape(range: number, start: number): number {
	if (!(range > start)) return linear;
	const wanted = start / range / (1 - 1 / tailRows);
	// 1 / boxCox(tailRows, k) falls with k: bisect; the upper bound is for a neighbour that is a single value (slope 0).
	let [low, high] = [linear, 3];
	for (let i = 0; i < 60; i++) {
		const middle = (low + high) / 2;
		if (1 / boxCox(tailRows, middle) > wanted) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

/** (x^k - 1) / k, which goes to ln x for k → 0. */
function boxCox(x: number, k: number): number {
	return Math.abs(k) < 1e-6 ? log(x) : (pow(x, k) - 1) / k;
}
