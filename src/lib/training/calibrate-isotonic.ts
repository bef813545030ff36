import { log } from '../core/number/exp-log';
import type { Calibration, Manifest } from '../core/pack/manifest';
import type { Judged } from './calibrate-loss';
import { pavBlocks, pooled } from './calibrate-pav';
import type { PavBlock } from './calibrate-pav';

type Isotonic = Calibration & { readonly kind: 'isotonic' };

/** With the two at the margin bounds, no more knots than a manifest should hold. */
const mostBlocks = 62;
/** Logits a margin at least, so that float32 margins that differ have scores that differ. */
const leastSlope = 0.01;
/** Logits at the margin bounds lie within this, so that no score is 0 or 1. */
const farthest = 20;

/**
 * Isotonic calibration: the blocks of isotonic regression as knots, each at its mean margin, joined by straight lines in
 * (margin, logit) and so strictly increasing, where isotonic regression itself has steps, which would tie rows. A block
 * without a fraud is given less than half a fraud, one without a normal likewise. Beyond the outermost blocks logits go on
 * like margins. Null where the rows give a single block: then they tell nothing about the margin.
 *
 * @param margins of `judged` within `marginBounds`
 */
export function fitIsotonic(judged: Judged, [low, high]: Manifest['marginBounds']): Isotonic | null {
	const blocks = withoutExtremes(fewer(pavBlocks(judged)));
	if (blocks.length < 2) return null;
	const knots = blocks.map(({ mean, share }) => ({ margin: mean, logit: clip(log(share / (1 - share))) }));
	const [first, last] = [knots[0], knots[knots.length - 1]];
	if (first.margin > low) knots.unshift({ margin: low, logit: clip(first.logit - (first.margin - low)) });
	if (last.margin < high) knots.push({ margin: high, logit: clip(last.logit + (high - last.margin)) });
	for (let i = 1; i < knots.length; i++) {
		const least = knots[i - 1].logit + leastSlope * (knots[i].margin - knots[i - 1].margin);
		if (knots[i].logit < least) knots[i] = { ...knots[i], logit: least };
	}
	const ascends = knots.every(({ logit }, i) => i === 0 || logit > knots[i - 1].logit);
	return ascends ? { kind: 'isotonic', margins: knots.map(({ margin }) => margin), logits: knots.map(({ logit }) => logit) } : null;
}

function clip(logit: number): number {
	return Math.min(Math.max(logit, -farthest), farthest);
}

/** Only the first block can be without a fraud, and only the last without a normal. */
function withoutExtremes(blocks: readonly PavBlock[]): PavBlock[] {
	return blocks.map((block, i) => {
		const half = 0.5 / (block.weight + 1);
		if (block.share <= 0) return { ...block, share: Math.min(half, (blocks[i + 1]?.share ?? 1) / 2) };
		if (block.share >= 1) return { ...block, share: 1 - Math.min(half, (1 - (blocks[i - 1]?.share ?? 0)) / 2) };
		return block;
	});
}

/** Pools neighbours, first those whose difference says least by log loss, until no more are left than allowed. */
function fewer(blocks: readonly PavBlock[]): PavBlock[] {
	const left = [...blocks];
	while (left.length > mostBlocks) {
		let [at, least] = [0, Infinity];
		for (let i = 0; i + 1 < left.length; i++) {
			const cost = deviance(pooled(left[i], left[i + 1])) - deviance(left[i]) - deviance(left[i + 1]);
			if (cost < least) [at, least] = [i, cost];
		}
		left.splice(at, 2, pooled(left[at], left[at + 1]));
	}
	return left;
}

/** Log loss of a block's rows, at its share. */
function deviance({ weight, share }: PavBlock): number {
	const term = (p: number) => (p > 0 ? -p * log(p) : 0);
	return weight * (term(share) + term(1 - share));
}
