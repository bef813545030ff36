import { f1, falsePositiveRate, precision, recall } from './confusion';
import type { FigureName } from './figure-names';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';
import { policyCost, type PolicyCost } from './policy-cost';
import { averagePrecision, precisionAtRecall, recallAtPrecision } from './precision-recall';
import { confusionOf, totals } from './ranking';
import { recallAtFpr, rocAuc } from './roc';
import type { RowSample } from './row-samples';

export interface SampleOptions {
	/** Null: no figure at a threshold. */
	readonly threshold: number | null;
	/** Cost of reviewing one row, in the unit of the amounts; null: no cost. */
	readonly reviewCost: number | null;
	/** Recall is asked at this precision: .8889 by default, where an earlier system published its recall. */
	readonly fixedPrecision: number;
	/** Precision is asked at this recall: .7347 by default, that system's. */
	readonly fixedRecall: number;
	/** Recall is asked at this false positive rate; .01 by default. */
	readonly fpr: number;
}

type RowFigures = { [name in Exclude<FigureName, 'precisionAtK' | 'cardPrecisionAtK'>]: number };

/** The figures of one sample of rows; NaN or infinite where undefined. */
export function sampleFigures(sample: RowSample, options: SampleOptions): RowFigures {
	const { ranking, gaps } = sample;
	const { positives, negatives } = totals(ranking);
	const total = positives + negatives;
	const gap = gaps.reduce((sum, bin) => sum + bin, 0);
	return {
		rocAuc: rocAuc(ranking),
		averagePrecision: averagePrecision(ranking),
		recallAtPrecision: recallAtPrecision(ranking, options.fixedPrecision),
		precisionAtRecall: precisionAtRecall(ranking, options.fixedRecall),
		recallAtFpr: recallAtFpr(ranking, options.fpr),
		ks: kolmogorovSmirnov(ranking),
		...thresholdFigures(sample, total, options),
		brierScore: sample.squaredError / total,
		expectedCalibrationError: gaps.reduce((sum, bin) => sum + Math.abs(bin), 0) / total,
		meanScore: (gap + positives) / total,
		prevalence: positives / total
	};
}

type ThresholdFigure = 'precision' | 'recall' | 'f1' | 'fpr' | 'investigationsPerFraud';

function thresholdFigures(
	{ ranking, missedAmount, fraudAmount }: RowSample,
	total: number,
	{ threshold, reviewCost }: SampleOptions
): { [name in ThresholdFigure]: number } & PolicyCost {
	const confusion = threshold === null ? { tp: NaN, fp: NaN, fn: NaN, tn: NaN } : confusionOf(ranking, threshold);
	const flagged = confusion.tp + confusion.fp;
	return {
		precision: precision(confusion),
		recall: recall(confusion),
		f1: f1(confusion),
		fpr: falsePositiveRate(confusion),
		investigationsPerFraud: flagged / confusion.tp,
		...policyCost({ flagged, total, missedAmount, fraudAmount }, reviewCost ?? NaN)
	};
}
