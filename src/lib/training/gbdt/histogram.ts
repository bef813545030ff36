import type { BinTable } from './bin-table';

/** What the rows of one leaf add up to, bin by bin. */
export interface Histogram {
	/** Gradient and Hessian of each bin, side by side. */
	readonly sums: Float64Array;
	/** Rows of each bin. */
	readonly counts: Int32Array;
}

/** Rows of one leaf in its order: gradients and Hessians are gathered once, for all features. */
export interface LeafRows {
	readonly count: number;
	/** `[≥ count]` row numbers. */
	readonly rows: Uint32Array;
	/** `[≥ count]` */
	readonly gradients: Float64Array;
	readonly hessians: Float64Array;
}

export function emptyHistogram({ offsets, width }: BinTable): Histogram {
	return { sums: new Float64Array(2 * offsets[width]), counts: new Int32Array(offsets[width]) };
}

/**
 * Adds up the leaf's rows for the features given. Two features at a time: each gradient is read half as often, and two
 * independent chains of additions hide each other's latency.
 */
export function fillHistogram(into: Histogram, table: BinTable, features: Int32Array, leaf: LeafRows): void {
	into.sums.fill(0);
	into.counts.fill(0);
	const pairs = features.length - (features.length % 2);
	for (let i = 0; i < pairs; i += 2) fillPair(into, table, features[i], features[i + 1], leaf);
	if (pairs < features.length) fillOne(into, table, features[pairs], leaf);
}

function fillPair({ sums, counts }: Histogram, table: BinTable, a: number, b: number, leaf: LeafRows): void {
	const { bins, offsets, rows: stride } = table;
	const { count, rows, gradients, hessians } = leaf;
	const [fromA, fromB] = [a * stride, b * stride];
	const [offsetA, offsetB] = [offsets[a], offsets[b]];
	for (let i = 0; i < count; i++) {
		const row = rows[i];
		const g = gradients[i];
		const h = hessians[i];
		const binA = offsetA + bins[fromA + row];
		const binB = offsetB + bins[fromB + row];
		sums[2 * binA] += g;
		sums[2 * binA + 1] += h;
		sums[2 * binB] += g;
		sums[2 * binB + 1] += h;
		counts[binA]++;
		counts[binB]++;
	}
}

function fillOne({ sums, counts }: Histogram, table: BinTable, feature: number, leaf: LeafRows): void {
	const { bins, offsets, rows: stride } = table;
	const { count, rows, gradients, hessians } = leaf;
	const from = feature * stride;
	const offset = offsets[feature];
	for (let i = 0; i < count; i++) {
		const bin = offset + bins[from + rows[i]];
		sums[2 * bin] += gradients[i];
		sums[2 * bin + 1] += hessians[i];
		counts[bin]++;
	}
}

/** Turns a parent's histogram into that of the other child. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
	for (let i = 0; i < parent.sums.length; i++) parent.sums[i] -= child.sums[i];
	for (let i = 0; i < parent.counts.length; i++) parent.counts[i] -= child.counts[i];
}
