import type { BinTable } from './bin-table';
import type { GbdtConfig } from './config';
import type { Histogram } from './histogram';
import { leafGain, leafWeight } from './leaf-weight';
import type { Bounds } from './leaf-weight';

/** Sums over rows. */
export interface Totals {
	readonly gradient: number;
	readonly hessian: number;
	readonly count: number;
}

export interface Split {
	/** By how much it lowers the penalised loss. */
	readonly gain: number;
	readonly feature: number;
	/** The last bin that goes left. */
	readonly bin: number;
	readonly missingLeft: boolean;
	readonly left: Totals;
	readonly right: Totals;
}

/** The features of one tree and the rules of all. */
export interface SplitSearch {
	readonly config: GbdtConfig;
	readonly table: BinTable;
	readonly features: Int32Array;
}

/**
 * The split of a leaf that gains most, the first of equal ones; null when none is allowed. Each threshold is tried with
 * missing values on the right and on the left; where none is missing they will follow the larger child.
 */
export function bestSplit(search: SplitSearch, histogram: Histogram, leaf: Totals, bounds: Bounds): Split | null {
	const { config } = search;
	const weight = leafWeight(leaf.gradient, leaf.hessian, config, bounds.low, bounds.high);
	const before = leafGain(leaf.gradient, leaf.hessian, weight, config) + config.minGain;
	let best: Split | null = null;
	for (const feature of search.features) {
		best = scan(search, histogram, leaf, bounds, feature, false, before, best);
		const missing = search.table.offsets[feature + 1] - 1;
		if (histogram.counts[missing] > 0) best = scan(search, histogram, leaf, bounds, feature, true, before, best);
	}
	return best;
}

function scan(
	{ config, table }: SplitSearch,
	{ sums, counts }: Histogram,
	leaf: Totals,
	{ low, high }: Bounds,
	feature: number,
	missingLeft: boolean,
	before: number,
	found: Split | null
): Split | null {
	const { minRows, minHessian } = config;
	const direction = config.monotone[feature] ?? 0;
	const first = table.offsets[feature];
	const missing = table.offsets[feature + 1] - 1;
	// All present values on the left is a split only when missing ones are on the right.
	const end = counts[missing] > 0 && !missingLeft ? missing : missing - 1;
	let gradient = missingLeft ? sums[2 * missing] : 0;
	let hessian = missingLeft ? sums[2 * missing + 1] : 0;
	let count = missingLeft ? counts[missing] : 0;
	let [bestGain, bestBin, bestGradient, bestHessian, bestCount] = [found?.gain ?? 0, -1, 0, 0, 0];
	for (let bin = first; bin < end; bin++) {
		if (counts[bin] === 0) continue;
		gradient += sums[2 * bin];
		hessian += sums[2 * bin + 1];
		count += counts[bin];
		if (count < minRows || hessian < minHessian) continue;
		const restHessian = leaf.hessian - hessian;
		if (leaf.count - count < minRows || restHessian < minHessian) break;
		const restGradient = leaf.gradient - gradient;
		const left = leafWeight(gradient, hessian, config, low, high);
		const right = leafWeight(restGradient, restHessian, config, low, high);
		if (direction * (right - left) < 0) continue;
		const gain = leafGain(gradient, hessian, left, config) + leafGain(restGradient, restHessian, right, config) - before;
		if (gain > bestGain) [bestGain, bestBin, bestGradient, bestHessian, bestCount] = [gain, bin, gradient, hessian, count];
	}
	if (bestBin < 0) return found;
	const none = counts[missing] === 0;
	return {
		gain: bestGain,
		feature,
		bin: bestBin - first,
		missingLeft: none ? 2 * bestCount >= leaf.count : missingLeft,
		left: { gradient: bestGradient, hessian: bestHessian, count: bestCount },
		right: { gradient: leaf.gradient - bestGradient, hessian: leaf.hessian - bestHessian, count: leaf.count - bestCount }
	};
}
