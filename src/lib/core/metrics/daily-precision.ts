import { countBelow, distinctAscending } from '../sketch/distinct';
import { requireLength } from '../sketch/weights';
import { requireLabel } from './labels';

/** Columns of one length, one entry a row. Rows count as they are: these figures know no weights. */
export interface DailyRows {
	readonly scores: ArrayLike<number>;
	/** 0 or 1. */
	readonly labels: ArrayLike<number>;
	/** Equal on one day, greater on a later one. A row with NaN is in no day and left out. */
	readonly days: ArrayLike<number>;
}

/**
 * Share of frauds among the `k` highest scores of each day, days ascending; of equal scores the earlier row goes first. A
 * day of fewer rows is still divided by `k`: the reviewers were there. Throws RangeError for a `k` that is not a positive
 * integer, a label other than 0 or 1, or columns of different lengths. O(n log n).
 */
export function dailyPrecisionAtK({ scores, labels, days }: DailyRows, k: number): Float64Array<ArrayBuffer> {
	requireLength(scores.length, labels, days);
	requireK(k);
	return Float64Array.from(rowsByDay(days), (rows) => {
		const highest = rows.sort((a, b) => scores[b] - scores[a] || a - b).slice(0, k);
		return highest.reduce((frauds, row) => frauds + requireLabel(labels, row), 0) / k;
	});
}

export interface CardDay {
	/** A code for the card of each row; NaN for a row of no card, which does not count. */
	readonly cards: ArrayLike<number>;
	/** Leave a fraudulent card that was among a day's `k` out of the days after it. */
	readonly removeDetected: boolean;
}

/**
 * Card precision@k of each day, days ascending: the `k` cards with the highest maximal score of the day, the number of them
 * with a fraud that day, divided by `k`. The definition of the Fraud Detection Handbook (Le Borgne, Siblini, Lebichot, Bontempi
 * 2022, chapter 4, "Precision top-k metrics"); its protocol also removes the cards known from before the test span, which is the caller's part. Of
 * equal cards the lower code goes first. Throws like {@link dailyPrecisionAtK}. O(n log n).
 */
export function dailyCardPrecisionAtK(
	{ scores, labels, days, cards }: DailyRows & Pick<CardDay, 'cards'>,
	k: number,
	{ removeDetected }: Pick<CardDay, 'removeDetected'>
): Float64Array<ArrayBuffer> {
	requireLength(scores.length, labels, days, cards);
	requireK(k);
	const detected = new Set<number>();
	return Float64Array.from(rowsByDay(days), (rows) => {
		const ofDay = new Map<number, { card: number; score: number; fraud: boolean }>();
		for (const row of rows) {
			const card = cards[row];
			if (Number.isNaN(card) || detected.has(card)) continue;
			const fraud = requireLabel(labels, row) === 1;
			const known = ofDay.get(card);
			if (known === undefined) ofDay.set(card, { card, score: scores[row], fraud });
			else {
				known.score = Math.max(known.score, scores[row]);
				known.fraud ||= fraud;
			}
		}
		const highest = [...ofDay.values()].sort((a, b) => b.score - a.score || a.card - b.card).slice(0, k);
		const frauds = highest.filter(({ fraud }) => fraud);
		if (removeDetected) for (const { card } of frauds) detected.add(card);
		return frauds.length / k;
	});
}

/** The rows of each day, days ascending, rows in their order. */
function rowsByDay(days: ArrayLike<number>): number[][] {
	const distinct = distinctAscending(days);
	const rows = Array.from(distinct, (): number[] => []);
	for (let row = 0; row < days.length; row++) {
		if (!Number.isNaN(days[row])) rows[countBelow(distinct, days[row])].push(row);
	}
	return rows;
}

function requireK(k: number): void {
	if (Number.isSafeInteger(k) && k >= 1) return;
	throw new RangeError(`The number of alerts a day is a positive integer, not ${k}.`);
}
