import type { QuantileSketch } from '../sketch/reference';

/** Maps a uniform number in [0, 1] to the sketched distribution, linear between its quantiles. */
export function inverseCdf({ probabilities, values }: QuantileSketch): (u: number) => number {
	const last = probabilities.length - 1;
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
		return values[low] + share * (values[high] - values[low]);
	};
}
