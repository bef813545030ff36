import type { FigureName } from './figure-names';

/** What a figure is called in tables, for people. */
export const figureTitles: { readonly [name in FigureName]: string } = {
	rocAuc: 'ROC-AUC',
	averagePrecision: 'Average precision',
	recallAtPrecision: 'Recall at fixed precision',
	precisionAtRecall: 'Precision at fixed recall',
	recallAtFpr: 'Recall at 1 % false positives',
	ks: 'Kolmogorov–Smirnov',
	precision: 'Precision',
	recall: 'Recall',
	f1: 'F1',
	fpr: 'False positive rate',
	investigationsPerFraud: 'Investigations per fraud',
	expectedCost: 'Expected cost per transaction',
	savings: 'Savings',
	precisionAtK: 'Precision of the day’s alerts',
	cardPrecisionAtK: 'Card precision of the day’s alerts',
	brierScore: 'Brier score',
	expectedCalibrationError: 'Expected calibration error',
	meanScore: 'Mean score',
	prevalence: 'Share of frauds'
};
