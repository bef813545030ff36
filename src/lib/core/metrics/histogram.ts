import { countBelow } from '../sketch/distinct';
import { countAbove, countAtLeast } from './count-at-least';
import { requireLength, weightOf } from '../sketch/weights';

/**
 * Weight per bin. Bin i holds `edges[i] ≤ value < edges[i + 1]`; the last one holds its upper edge too (numpy's
 * convention). What lies outside or is NaN is counted apart, so that nothing disappears.
 */
export interface Histogram {
	/** Strictly ascending, one more than there are bins. */
	readonly edges: Float64Array<ArrayBuffer>;
	readonly counts: Float64Array<ArrayBuffer>;
	below: number;
	above: number;
	missing: number;
}

/** A histogram without any value. Throws RangeError unless there are two strictly ascending finite edges or more. */
export function emptyHistogram(edges: ArrayLike<number>): Histogram {
	const own = Float64Array.from(edges);
	if (own.length < 2 || !own.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > own[i - 1]))) {
		throw new RangeError('A histogram needs two or more finite edges in strictly ascending order.');
	}
	return { edges: own, counts: new Float64Array(own.length - 1), below: 0, above: 0, missing: 0 };
}

/** Counts one value. */
export function addToHistogram(to: Histogram, value: number, weight = 1): void {
	const { edges, counts } = to;
	if (Number.isNaN(value)) to.missing += weight;
	else if (value < edges[0]) to.below += weight;
	else if (value > edges[counts.length]) to.above += weight;
	else {
		const edge = countBelow(edges, value);
		const bin = edges[edge] === value ? Math.min(edge, counts.length - 1) : edge - 1;
		counts[bin] += weight;
	}
}

/** Counts all values, each by its weight (1 by default). Throws RangeError for bad edges or weights. */
export function histogram(values: ArrayLike<number>, edges: ArrayLike<number>, weights?: ArrayLike<number>): Histogram {
	requireLength(values.length, weights);
	const made = emptyHistogram(edges);
	for (let row = 0; row < values.length; row++) addToHistogram(made, values[row], weightOf(weights, row));
	return made;
}

/** 50 equal bins on [0, 1] without any value: the shape in which scores are shown and compared. */
export function scoreHistogram(): Histogram {
	return emptyHistogram(Array.from({ length: 51 }, (_, i) => i / 50));
}

/** The counts of {@link histogram} for values in descending order, without NaN: a binary search an edge. */
export function countsOfDescending(descending: Float64Array, { edges, counts }: Pick<Histogram, 'edges' | 'counts'>): number[] {
	const last = counts.length - 1;
	return Array.from(counts, (_, bin) => {
		const upper = edges[bin + 1];
		return countAtLeast(descending, edges[bin]) - (bin === last ? countAbove(descending, upper) : countAtLeast(descending, upper));
	});
}
