import { bestF1 } from '../core/metrics/precision-recall';
import { rank } from '../core/metrics/ranking';

/**
 * How a pack's threshold is chosen: the best weighted F1, a score, or the lowest score at which flagged rows are still this
 * precise (`precision`) or few (`flagged`, a share of all transactions), or the highest that still finds this share of the frauds
 * (`recall`).
 */
export type ThresholdChoice =
	| 'best-f1'
	| { readonly value: number }
	| { readonly precision: number }
	| { readonly recall: number }
	| { readonly flagged: number };

/** The threshold of a choice on weighted rows, with few digits; where none does what is asked for, the one that comes nearest. */
export function chosenThreshold(choice: ThresholdChoice, scores: Float64Array, labels: Uint8Array, weights: Float64Array): number {
	if (choice === 'best-f1') return bestThreshold(scores, labels, weights);
	if ('value' in choice) return choice.value;
	const ranking = rank(scores, labels, weights);
	const [frauds, total] = [sum(ranking.positive), sum(ranking.positive) + sum(ranking.negative)];
	let [found, flagged] = [0, 0];
	let chosen = { score: ranking.scores[0], distance: Infinity };
	for (let g = 0; g < ranking.scores.length; g++) {
		found += ranking.positive[g];
		flagged += ranking.positive[g] + ranking.negative[g];
		const distance = Math.max(0, shortfall(choice, { precision: found / flagged, recall: found / frauds, flagged: flagged / total }));
		// Of several that do, the first is the highest and the last flags most.
		if (distance < chosen.distance || (distance === 0 && !('recall' in choice))) chosen = { score: ranking.scores[g], distance };
	}
	return neatThreshold(chosen.score, scores);
}

/** A choice and the rows that it was made on, as a phrase. */
export function thresholdText(choice: ThresholdChoice, on: string): string {
	if (choice === 'best-f1') return `the best weighted F1 on ${on}`;
	if ('value' in choice) return 'which was given';
	if ('flagged' in choice) return `at which at most ${choice.flagged} of all rows are flagged, by ${on}`;
	return 'precision' in choice ? `chosen for a precision of ${choice.precision} on ${on}` : `chosen for a recall of ${choice.recall} on ${on}`;
}

type Reached = { readonly [name in 'precision' | 'recall' | 'flagged']: number };

function shortfall(choice: Exclude<ThresholdChoice, 'best-f1' | { readonly value: number }>, { precision, recall, flagged }: Reached): number {
	if ('precision' in choice) return choice.precision - precision;
	return 'recall' in choice ? choice.recall - recall : flagged - choice.flagged;
}

function sum(values: Float64Array): number {
	return values.reduce((total, value) => total + value, 0);
}

/** The threshold of the best weighted F1, with few digits. */
export function bestThreshold(scores: Float64Array, labels: Uint8Array, weights: Float64Array): number {
	return neatThreshold(bestF1(rank(scores, labels, weights)).threshold, scores);
}

/**
 * A threshold of few digits that flags the same rows: the shortest number above the next lower score and not above the
 * given one.
 *
 * @param score a score that is to be flagged, one of `scores`
 */
export function neatThreshold(score: number, scores: Float64Array): number {
	let below = 0;
	for (const other of scores) if (other < score && other > below) below = other;
	const middle = (below + score) / 2;
	for (let digits = 1; digits < 17; digits++) {
		const neat = Number(middle.toPrecision(digits));
		if (neat > below && neat <= score) return neat;
	}
	return score;
}
