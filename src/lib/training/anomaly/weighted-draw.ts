import type { Random } from '../../core/random/random';

/**
 * Draws rows without replacement, each next one in proportion to its weight among those left: by a walk down the running
 * sums, drawing again what is drawn already. Meant for few of many.
 *
 * @param weights positive
 * @returns a function that fills `into` with indices of `weights`; it must not be longer than they are
 */
export function weightedDraw(weights: Float64Array): (into: Uint32Array, random: Random) => void {
	const sums = new Float64Array(weights.length);
	weights.reduce((sum, weight, i) => (sums[i] = sum + weight), 0);
	const total = sums[sums.length - 1];
	return (into, random) => {
		if (into.length > weights.length) throw new RangeError(`${weights.length} rows cannot give ${into.length}.`);
		if (into.length === weights.length) {
			into.forEach((_, i) => (into[i] = i));
			return;
		}
		const drawn = new Set<number>();
		while (drawn.size < into.length) drawn.add(firstAbove(sums, random.next() * total));
		into.set([...drawn]);
	};
}

/** Index of the first running sum greater than `at`; the last index where none is. */
function firstAbove(sums: Float64Array, at: number): number {
	let [low, high] = [0, sums.length - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sums[middle] > at) high = middle;
		else low = middle + 1;
	}
	return low;
}
