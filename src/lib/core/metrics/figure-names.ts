/** The figures of an evaluation, by the names that reports and files use, in the order of a table. */
export const figureNames = [
	/** Chance that a fraud outranks a normal row. */
	'rocAuc',
	'averagePrecision',
	/** The greatest recall at a precision of at least `fixedPrecision`. */
	'recallAtPrecision',
	/** The greatest precision at a recall of at least `fixedRecall`. */
	'precisionAtRecall',
	/** The greatest recall at a false positive rate of at most `fpr`. */
	'recallAtFpr',
	/** Kolmogorov–Smirnov distance of the two classes' scores. */
	'ks',
	// at the threshold
	'precision',
	'recall',
	'f1',
	'fpr',
	/** Weight of the flagged rows over that of the frauds among them. */
	'investigationsPerFraud',
	/** Mean cost of a transaction, in the unit of the amounts. */
	'expectedCost',
	/** Share saved of the cost of the better trivial policy. */
	'savings',
	// a day
	/** Share of frauds among a day's `k` highest rows, mean over days. */
	'precisionAtK',
	/** Share of cards with a fraud among a day's `k` highest cards, mean over days. */
	'cardPrecisionAtK',
	// of the probabilities
	'brierScore',
	/** Over ten bins of equal width. Its interval lies high: resampling adds distance. */
	'expectedCalibrationError',
	'meanScore',
	/** Weighted share of frauds. Its interval is a point where a class has one weight: draws are stratified. */
	'prevalence'
] as const;

export type FigureName = (typeof figureNames)[number];

export interface EvaluationFigure {
	readonly value: number;
	/** The ends of the interval; null where there is none (no bootstrap, one day) or an end is infinite. */
	readonly low: number | null;
	readonly high: number | null;
}

/** Null where a figure is undefined or its data were not given. */
export type EvaluationFigures = { readonly [name in FigureName]: EvaluationFigure | null };
