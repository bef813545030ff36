import { ShrikeError } from '../../core/errors';

export interface HalvingOptions {
	/** Candidates at the start. */
	readonly candidates: number;
	/** Of the candidates one in so many goes on, with so many times the resource; an integer from 2. */
	readonly factor: number;
	/** Of the resource, at the start; null for as much as lets the last round use nearly all. */
	readonly least: number | null;
	/** Of the resource, at the end. */
	readonly most: number;
	/** Where `least` is null, no start below this; 1 by default. */
	readonly floor?: number;
}

/** One round: so many candidates, each with so much of the resource. */
export interface HalvingRound {
	readonly candidates: number;
	readonly resource: number;
}

/**
 * The rounds of successive halving (Jamieson & Talwalkar, "Non-stochastic best arm identification and hyperparameter
 * optimization", 2016), as scikit-learn's `HalvingRandomSearchCV` plans them, `min_resources="exhaust"` for a null `least`.
 * Logarithms are of integers and exact here. Throws `config.invalid` where the start needs more than there is.
 */
export function halvingSchedule({ candidates, factor, least, most, floor = 1 }: HalvingOptions): HalvingRound[] {
	const needed = 1 + wholeLogarithm(candidates, factor);
	const start = least ?? Math.max(floor, Math.floor(most / factor ** (needed - 1)));
	if (start > most || start < 1) {
		throw new ShrikeError(
			'config.invalid',
			`search.halving: the first round needs ${start} of a resource of which there are ${most}. Raise max, or lower min.`,
			{ least: start, most }
		);
	}
	const rounds = Math.min(needed, 1 + wholeLogarithm(Math.floor(most / start), factor));
	const plan: HalvingRound[] = [];
	for (let round = 0, left = candidates; round < rounds; round++, left = keptOf(left, factor)) {
		plan.push({ candidates: left, resource: Math.min(most, start * factor ** round) });
	}
	return plan;
}

/** How many of these go on to the next round. */
export function keptOf(candidates: number, factor: number): number {
	return Math.ceil(candidates / factor);
}

/** ⌊log of `value` to `base`⌋ of integers from 1. */
function wholeLogarithm(value: number, base: number): number {
	let power = 0;
	for (let product = base; product <= value; product *= base) power++;
	return power;
}
