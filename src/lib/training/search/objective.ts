import { figureNames } from '../../core/metrics/figure-names';

/** Figures of a trial that need no threshold, by which trials can be compared. */
const needingThreshold: readonly string[] = ['precision', 'recall', 'f1', 'fpr', 'investigationsPerFraud', 'expectedCost', 'savings'];
const notOfQuality: readonly string[] = ['meanScore', 'prevalence'];
const losses: readonly string[] = ['logLoss', 'brierScore', 'expectedCalibrationError'];

export const objectives: readonly string[] = [
	...figureNames.filter((name) => !needingThreshold.includes(name) && !notOfQuality.includes(name)),
	'logLoss'
];

/** Negative when the first figure is the better one, positive when the second is; an undefined one is worse than any. */
export function compareBy(objective: string, a: number | undefined, b: number | undefined): number {
	if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
	return losses.includes(objective) ? a - b : b - a;
}
