import { bestSplit } from './best-split';
import type { Split, SplitSearch, Totals } from './best-split';
import { GrownTree } from './grown-tree';
import { emptyHistogram, fillHistogram, subtractHistogram } from './histogram';
import type { Histogram } from './histogram';
import { leafWeight, unbounded } from './leaf-weight';
import type { Bounds } from './leaf-weight';
import { partition } from './partition';

/** A leaf that may still be split: its rows are `order[start … start + totals.count)`. */
interface Leaf {
	readonly node: number;
	readonly start: number;
	readonly depth: number;
	readonly totals: Totals;
	readonly bounds: Bounds;
	readonly histogram: Histogram | null;
	readonly split: Split | null;
}

/** Grows trees one after the other and keeps its memory between them. */
export class TreeGrower {
	readonly #free: Histogram[] = [];
	readonly #spare: Uint32Array;
	readonly #gradients: Float64Array;
	readonly #hessians: Float64Array;

	/** @param rows of the training table */
	constructor(rows: number) {
		this.#spare = new Uint32Array(rows);
		this.#gradients = new Float64Array(rows);
		this.#hessians = new Float64Array(rows);
	}

	/**
	 * Grows one tree leaf-wise: always the split that gains most, until the leaves are as many as allowed or none gains.
	 *
	 * @param order rows to learn from; reordered
	 * @param gradients one a row of the table, with its Hessian
	 * @param margins float32; rows of `order` get their leaf's value added
	 */
	grow(search: SplitSearch, order: Uint32Array, gradients: Float64Array, hessians: Float64Array, margins: Float32Array): GrownTree {
		const { config, table } = search;
		const tree = new GrownTree();
		const build = (start: number, count: number): Histogram => {
			for (let i = 0; i < count; i++) {
				this.#gradients[i] = gradients[order[start + i]];
				this.#hessians[i] = hessians[order[start + i]];
			}
			const histogram = this.#free.pop() ?? emptyHistogram(table);
			const rows = order.subarray(start, start + count);
			fillHistogram(histogram, table, search.features, { count, rows, gradients: this.#gradients, hessians: this.#hessians });
			return histogram;
		};
		const leaf = (rest: Omit<Leaf, 'split'>): Leaf => {
			const { histogram, totals, bounds, depth } = rest;
			const deep = config.maxDepth !== null && depth >= config.maxDepth;
			const split = deep || !histogram || totals.count < 2 * config.minRows ? null : bestSplit(search, histogram, totals, bounds);
			if (split || !histogram) return { ...rest, split };
			this.#free.push(histogram);
			return { ...rest, histogram: null, split };
		};
		const root = { node: 0, start: 0, depth: 0, totals: sum(order, gradients, hessians), bounds: unbounded };
		const leaves = [leaf({ ...root, histogram: build(0, order.length) })];
		while (leaves.length < config.maxLeaves) {
			const at = mostGaining(leaves);
			const { node, start, depth, totals, bounds, histogram, split } = leaves[at];
			if (!split || !histogram) break;
			partition(order, this.#spare, start, totals.count, table, split);
			const child = tree.split(node, split.feature, split.bin, split.missingLeft);
			const [leftBounds, rightBounds] = childBounds(search, split, bounds);
			// The last pair is never split, so it needs no histograms.
			const last = leaves.length + 1 === config.maxLeaves;
			const leftIsSmall = split.left.count <= split.right.count;
			const small = last ? null : leftIsSmall ? build(start, split.left.count) : build(start + split.left.count, split.right.count);
			if (small) subtractHistogram(histogram, small);
			else this.#free.push(histogram);
			const [forLeft, forRight] = last ? [null, null] : leftIsSmall ? [small, histogram] : [histogram, small];
			leaves[at] = leaf({ node: child, start, depth: depth + 1, totals: split.left, bounds: leftBounds, histogram: forLeft });
			const rightStart = start + split.left.count;
			leaves.push(leaf({ node: child + 1, start: rightStart, depth: depth + 1, totals: split.right, bounds: rightBounds, histogram: forRight }));
		}
		for (const { node, start, totals, bounds, histogram } of leaves) {
			if (histogram) this.#free.push(histogram);
			const weight = leafWeight(totals.gradient, totals.hessian, config, bounds.low, bounds.high);
			const value = Math.fround(config.learningRate * weight);
			tree.value[node] = value;
			for (let i = start; i < start + totals.count; i++) margins[order[i]] += value;
		}
		return tree;
	}
}

function sum(order: Uint32Array, gradients: Float64Array, hessians: Float64Array): Totals {
	let [gradient, hessian] = [0, 0];
	for (let i = 0; i < order.length; i++) {
		gradient += gradients[order[i]];
		hessian += hessians[order[i]];
	}
	return { gradient, hessian, count: order.length };
}

function mostGaining(leaves: readonly Leaf[]): number {
	let best = 0;
	leaves.forEach(({ split }, i) => {
		if (split && split.gain > (leaves[best].split?.gain ?? 0)) best = i;
	});
	return best;
}

/** A constrained split parts what its children's leaves may be in the middle between them (XGBoost's rule). */
function childBounds({ config }: SplitSearch, { feature, left, right }: Split, bounds: Bounds): [Bounds, Bounds] {
	const direction = config.monotone[feature] ?? 0;
	if (direction === 0) return [bounds, bounds];
	const weight = ({ gradient, hessian }: Totals) => leafWeight(gradient, hessian, config, bounds.low, bounds.high);
	const middle = (weight(left) + weight(right)) / 2;
	const [below, above] = [{ ...bounds, high: middle }, { ...bounds, low: middle }];
	return direction > 0 ? [below, above] : [above, below];
}
