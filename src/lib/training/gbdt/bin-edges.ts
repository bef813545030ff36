import { rowsDescending } from '../../core/metrics/descending';

/** Distinct values of a column, ascending, and what the rows with each weigh. */
interface Distinct {
	readonly values: Float32Array;
	readonly weights: Float64Array;
	readonly total: number;
}

/**
 * Where a feature is cut into bins: ascending float32 thresholds; bin b holds the values with exactly b thresholds at or
 * below them. Every distinct value gets its own bin while there are at most `maxBins`; else a value as heavy as an average
 * bin gets its own and the others share the remaining bins by weighted quantiles (as LightGBM's `GreedyFindBin`).
 *
 * A threshold lies between two values that occur: halfway, and above the lower one in float32.
 *
 * @param column finite values, NaN where missing
 * @param weights one a row; rows of weight zero count as occurring
 */
export function binEdges(column: Float32Array, weights: Float64Array, maxBins: number): Float32Array {
	const distinct = distinctValues(column, weights);
	const { values } = distinct;
	const last = values.length <= maxBins ? everyValue(values.length) : quantileCuts(distinct, maxBins);
	return Float32Array.from(last, (i) => between(values[i], values[i + 1]));
}

function between(low: number, high: number): number {
	const middle = Math.fround(low + (high - low) / 2);
	return middle > low ? middle : high;
}

function distinctValues(column: Float32Array, weights: Float64Array): Distinct {
	const order = rowsDescending(column);
	const values = new Float32Array(order.length);
	const mass = new Float64Array(order.length);
	let count = 0;
	let total = 0;
	for (let i = order.length - 1; i >= 0; i--) {
		const row = order[i];
		// Not `!==`: zeros of both signs are one value.
		if (count === 0 || column[row] > values[count - 1]) values[count++] = column[row];
		mass[count - 1] += weights[row];
		total += weights[row];
	}
	return { values: values.subarray(0, count), weights: mass.subarray(0, count), total };
}

function everyValue(count: number): number[] {
	return Array.from({ length: Math.max(0, count - 1) }, (_, i) => i);
}

/** Indices of values that are the last of their bin. */
function quantileCuts({ values, weights, total }: Distinct, maxBins: number): number[] {
	const isHeavy = (i: number) => weights[i] >= total / maxBins;
	let [lightBins, lightWeight] = [maxBins, total];
	for (let i = 0; i < values.length; i++) {
		if (!isHeavy(i)) continue;
		lightBins--;
		lightWeight -= weights[i];
	}
	const cuts: number[] = [];
	let [inBin, target] = [0, lightWeight / Math.max(1, lightBins)];
	for (let i = 0; i < values.length - 1 && cuts.length < maxBins - 1; i++) {
		inBin += weights[i];
		if (!isHeavy(i)) lightWeight -= weights[i];
		// A heavy value ahead closes the bin early, unless that would leave a sliver.
		const ends = isHeavy(i) || inBin >= target || (isHeavy(i + 1) && inBin >= target / 2);
		if (!ends) continue;
		cuts.push(i);
		inBin = 0;
		if (isHeavy(i)) continue;
		lightBins--;
		target = lightWeight / Math.max(1, lightBins);
	}
	return cuts;
}
