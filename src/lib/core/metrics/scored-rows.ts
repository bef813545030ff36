import { requireLength, weightOf } from '../sketch/weights';
import { requireLabel } from './labels';

/** Scored and labelled rows to evaluate: columns of one length, one entry a row. */
export interface ScoredRows {
	/** Probabilities, [0, 1]. */
	readonly scores: ArrayLike<number>;
	/** 0 or 1. */
	readonly labels: ArrayLike<number>;
	/** What each row stands for; instead of `normalWeight`. Rows of weight zero are left out. */
	readonly weights?: ArrayLike<number>;
	/** What a normal row stands for in case-control data; a fraud counts 1. 1 by default. */
	readonly normalWeight?: number;
	/** What a missed fraud loses, in the unit of the review cost. NaN counts 0. */
	readonly amounts?: ArrayLike<number>;
	/** A number for the day of each row; equal on one day, greater on a later one. A row with NaN is in no day. */
	readonly days?: ArrayLike<number>;
	/** A code for the card of each row, NaN for none. Of equally suspicious cards the lower code goes first. */
	readonly cards?: ArrayLike<number>;
}

/** Checked rows of positive weight. */
export interface ScoredColumns {
	readonly scores: Float64Array<ArrayBuffer>;
	readonly labels: Uint8Array<ArrayBuffer>;
	readonly weights: Float64Array<ArrayBuffer>;
	readonly amounts: Float64Array<ArrayBuffer> | null;
	readonly days: Float64Array<ArrayBuffer> | null;
	readonly cards: Float64Array<ArrayBuffer> | null;
}

/**
 * Checks rows and brings them into typed arrays. Throws RangeError for a score outside [0, 1], a label other than 0 or
 * 1, a negative, infinite or doubly given weight, an infinite amount, or columns of different lengths.
 */
export function scoredColumns(given: ScoredRows): ScoredColumns {
	const { scores, labels, weights, normalWeight = 1, amounts, days, cards } = given;
	requireLength(scores.length, labels, weights, amounts, days, cards);
	if (weights !== undefined && given.normalWeight !== undefined) {
		throw new RangeError('Give a weight a row or one for the normal rows, not both.');
	}
	const classWeights = [normalWeight, 1];
	const weight = new Float64Array(scores.length);
	const kept: number[] = [];
	for (let row = 0; row < scores.length; row++) {
		if (!(scores[row] >= 0 && scores[row] <= 1)) {
			throw new RangeError(`A score is in [0, 1]; row ${row} has ${scores[row]}.`);
		}
		const label = requireLabel(labels, row);
		if (amounts !== undefined && Math.abs(amounts[row]) === Infinity) {
			throw new RangeError(`An amount is finite; row ${row} has ${amounts[row]}.`);
		}
		weight[row] = weights === undefined ? weightOf(classWeights, label) : weightOf(weights, row);
		if (weight[row] > 0) kept.push(row);
	}
	const pick = (column: ArrayLike<number>) => Float64Array.from(kept, (row) => column[row]);
	return {
		scores: pick(scores),
		labels: Uint8Array.from(kept, (row) => labels[row]),
		weights: pick(weight),
		amounts: amounts === undefined ? null : pick(amounts).map((amount) => (Number.isNaN(amount) ? 0 : amount)),
		days: days === undefined ? null : pick(days),
		cards: cards === undefined ? null : pick(cards)
	};
}
