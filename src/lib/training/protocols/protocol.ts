/** A point of time of the data at hand. */
export type TimePoint =
	/** A day or an instant as `2018-08-01` or `2018-08-01T12:00:00Z`. */
	| { readonly date: string }
	/** First time + share · (last time - first time). */
	| { readonly spanShare: number }
	/** Time of the first fraud after this share of the frauds, in the order of time. */
	| { readonly fraudShare: number };

/** Rows at random, frauds and normals in the same shares; the rest is the test. Optimistic: it tests on the days that it learned from. */
export interface RandomSplit {
	readonly kind: 'random';
	readonly train: number;
	readonly validation: number;
}

/** Learn from earlier rows, test on later ones. */
export interface TimeSplit {
	readonly kind: 'time';
	/** First row to learn from; null for the first of the data. */
	readonly trainFrom: TimePoint | null;
	/** The first row after those to learn from; null for as many as the label delay allows. */
	readonly trainTo: TimePoint | null;
	/** Days until a label is known: no row of so many days before the test is learned from. */
	readonly delayDays: number;
	readonly testFrom: TimePoint;
	/** The first row after the test; null for the end of the data. */
	readonly testTo: TimePoint | null;
}

/** Every row is tested by a model that learned from the other folds, which a file lists. */
export interface FoldSplit {
	readonly kind: 'folds';
}

export interface Protocol {
	/** As `--protocol` names it. */
	readonly name: string;
	/** For people, a phrase. */
	readonly title: string;
	readonly split: RandomSplit | TimeSplit | FoldSplit;
	/**
	 * Leave rows of cards that are known to be compromised out of the test, as the Fraud Detection Handbook does: those with a
	 * fraud in the days from `since` on that were to be learned from, and each test day also those with a fraud on the day
	 * `delayDays + 1` before it.
	 */
	readonly removeKnown: { readonly card: string; readonly since: TimePoint; readonly until: TimePoint } | null;
	/** Card precision@k: whether a fraudulent card among a day's k is left out of later days. */
	readonly removeDetected: boolean;
}
