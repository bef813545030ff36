import { secondsADay } from '../../core/time/units';

export interface KnownCards {
	/** Seconds, one a row, ascending. */
	readonly times: Float64Array;
	readonly labels: Uint8Array;
	/** A number for the card of each row. */
	readonly cards: ArrayLike<number>;
	/** Seconds; the end is not included: frauds within make a card known from the beginning of the test. */
	readonly known: readonly [number, number];
	/** Beginning of the first day of the test, in seconds. */
	readonly testFrom: number;
	readonly delayDays: number;
}

/**
 * The rows of a test whose card is not known to be compromised. The rule of `get_train_test_set` in the Fraud Detection
 * Handbook (Le Borgne, Siblini, Lebichot, Bontempi 2022, chapter 3 and its shared functions): known are cards with a fraud in the
 * training days; on test day d also those with a fraud on day d - delay - 1, and on all such days of the test before. Frauds
 * between, whose labels the delay still hides, make no card known.
 *
 * @param test indices of the test's rows, ascending
 */
export function withoutKnownCards(test: Uint32Array, { times, labels, cards, known, testFrom, delayDays }: KnownCards): Uint32Array {
	const compromised = new Set<number>();
	for (let row = 0; row < times.length && times[row] < known[1]; row++) {
		if (labels[row] === 1 && times[row] >= known[0]) compromised.add(cards[row]);
	}
	/** Cards with a fraud on each day, counted from the test's first. */
	const daily = new Map<number, number[]>();
	const dayOf = (row: number) => Math.floor((times[row] - testFrom) / secondsADay);
	for (let row = 0; row < times.length; row++) {
		if (labels[row] === 0) continue;
		const day = dayOf(row);
		const ofDay = daily.get(day);
		if (ofDay) ofDay.push(cards[row]);
		else daily.set(day, [cards[row]]);
	}
	let until = -1;
	return test.filter((row) => {
		for (const day = dayOf(row); until < day; ) {
			until++;
			for (const card of daily.get(until - delayDays - 1) ?? []) compromised.add(card);
		}
		return !compromised.has(cards[row]);
	});
}
