import type { FigureName } from '../core/metrics/figure-names';
import { figureNames } from '../core/metrics/figure-names';
import type { EvaluatedSet, Figure } from '../core/pack/evaluation';
import { short, table } from './markdown';

/** What people read for the figures' names; k and operating points as the defaults of `evaluateScores` have them. */
export const figureTitles: Readonly<Record<FigureName, string>> = {
	averagePrecision: 'Average precision',
	rocAuc: 'ROC-AUC',
	recallAtPrecision: 'Recall at precision ≥ 0.8889',
	precisionAtRecall: 'Precision at recall ≥ 0.7347',
	recallAtFpr: 'Recall at a false positive rate ≤ 0.01',
	ks: 'Kolmogorov–Smirnov distance',
	precision: 'Precision at the threshold',
	recall: 'Recall at the threshold',
	f1: 'F1 at the threshold',
	fpr: 'False positive rate at the threshold',
	investigationsPerFraud: 'Investigations per fraud found',
	expectedCost: 'Expected cost of a transaction',
	savings: 'Savings over the better trivial policy',
	precisionAtK: 'Precision@100 a day',
	cardPrecisionAtK: 'Card precision@100 a day',
	brierScore: 'Brier score',
	expectedCalibrationError: 'Expected calibration error',
	meanScore: 'Mean score',
	prevalence: 'Share of frauds'
};

/** One row a figure that any column has, one cell a column. */
export function figuresTable(columns: readonly { readonly name: string; readonly figures: EvaluatedSet['figures'] }[]): string {
	const figures = figureNames.filter((figure) => columns.some((column) => figure in column.figures));
	return table(
		['Figure', ...columns.map(({ name }) => name)],
		figures.map((figure) => [figureTitles[figure], ...columns.map((column) => (figure in column.figures ? figureText(column.figures[figure]) : '–'))])
	);
}

/** A figure with its interval in brackets. */
export function figureText({ value, interval }: Figure): string {
	return interval ? `${short(value)} (${short(interval[0])} – ${short(interval[1])})` : short(value);
}
