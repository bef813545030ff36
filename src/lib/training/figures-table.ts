import type { EvaluatedSet, Figure } from '../core/pack/evaluation';
import { short, table } from './markdown';

const names: { readonly [figure: string]: string } = {
	averagePrecision: 'Average precision',
	rocAuc: 'ROC-AUC',
	'recallAtPrecision0.8889': 'Recall at precision ≥ 0.8889',
	'precisionAtRecall0.7347': 'Precision at recall ≥ 0.7347',
	'recallAtFpr0.01': 'Recall at a false positive rate ≤ 0.01',
	precision: 'Precision at the threshold',
	recall: 'Recall at the threshold',
	f1: 'F1 at the threshold',
	brierScore: 'Brier score',
	expectedCalibrationError: 'Expected calibration error'
};

/** One row a figure that any column has, one cell a column. */
export function figuresTable(columns: readonly { readonly name: string; readonly figures: EvaluatedSet['figures'] }[]): string {
	const figures = Object.keys(names).filter((figure) => columns.some((column) => figure in column.figures));
	return table(
		['Figure', ...columns.map(({ name }) => name)],
		figures.map((figure) => [names[figure], ...columns.map((column) => (figure in column.figures ? figureText(column.figures[figure]) : '–'))])
	);
}

function figureText({ value, interval }: Figure): string {
	return interval ? `${short(value)} (${short(interval[0])} – ${short(interval[1])})` : short(value);
}
