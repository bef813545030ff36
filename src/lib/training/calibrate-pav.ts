import type { Judged } from './calibrate-loss';

/** Rows next to each other by margin that isotonic regression gives one share of frauds. */
export interface PavBlock {
	/** The least and greatest margin of its rows, and their weighted mean. */
	readonly low: number;
	readonly high: number;
	readonly mean: number;
	readonly weight: number;
	/** Weight of the frauds among them. */
	readonly frauds: number;
	/** `frauds / weight` */
	readonly share: number;
}

/**
 * Isotonic regression of the label on the margin by pooling adjacent violators (Ayer et al. 1955; Barlow et al. 1972),
 * weighted: the non-decreasing shares of least squared error, which are those of least log loss too. Equal margins are
 * pooled first. Rows without weight are left out.
 *
 * @returns blocks by ascending margin, shares strictly ascending
 */
export function pavBlocks({ margins, labels, weights }: Judged): PavBlock[] {
	const order = Uint32Array.from(margins.keys())
		.filter((row) => weights[row] > 0)
		.sort((a, b) => margins[a] - margins[b]);
	const blocks: PavBlock[] = [];
	for (let i = 0; i < order.length; ) {
		const margin = margins[order[i]];
		let [weight, frauds] = [0, 0];
		for (; i < order.length && margins[order[i]] === margin; i++) {
			weight += weights[order[i]];
			if (labels[order[i]] === 1) frauds += weights[order[i]];
		}
		let block: PavBlock = { low: margin, high: margin, mean: margin, weight, frauds, share: frauds / weight };
		for (let last = blocks.at(-1); last && last.share >= block.share; last = blocks.at(-1)) {
			block = pooled(last, block);
			blocks.pop();
		}
		blocks.push(block);
	}
	return blocks;
}

/** Two neighbours as one. */
export function pooled(below: PavBlock, above: PavBlock): PavBlock {
	const weight = below.weight + above.weight;
	const frauds = below.frauds + above.frauds;
	const mean = below.mean + (above.weight / weight) * (above.mean - below.mean);
	return { low: below.low, high: above.high, mean: Math.min(Math.max(mean, below.low), above.high), weight, frauds, share: frauds / weight };
}
