import { sigmoid } from '../../core/members/activation';
import { fitLogistic } from './fit-logistic';
import type { LogisticFit, LogisticRows } from './fit-logistic';

/** In units of the sum of weighted losses; the gradient of a fit is zero only to rounding. */
const slack = 1e-9;

/**
 * {@link fitLogistic} with coefficients of at least 0, by an active set: a feature whose coefficient turns negative is left
 * out, and one that was left out comes back when the loss would fall with it. Where neither happens the fit is the best, since
 * the loss is convex (Karush–Kuhn–Tucker).
 */
export function fitNonNegativeLogistic(data: LogisticRows, l2: number): LogisticFit {
	const width = data.features.length / data.rows;
	let kept = Array.from({ length: width }, (_, i) => i);
	const tried = new Set<string>();
	for (;;) {
		const part = fitLogistic({ ...data, features: columnsOf(data, width, kept) }, l2);
		const least = Math.min(0, ...part.coefficients);
		const coefficients = new Array<number>(width).fill(0);
		kept.forEach((i, at) => (coefficients[i] = Math.max(0, part.coefficients[at])));
		const fit = { intercept: part.intercept, coefficients };
		tried.add(kept.join());
		if (least < 0) {
			kept = kept.filter((_, at) => part.coefficients[at] !== least);
			continue;
		}
		const [steepest] = steepestFirst(data, fit, kept).filter((i) => !tried.has([...kept, i].sort((a, b) => a - b).join()));
		if (steepest === undefined) return fit;
		kept = [...kept, steepest].sort((a, b) => a - b);
	}
}

/** Features left out with which the loss would fall, those with which it falls fastest first. */
function steepestFirst({ rows, features, labels, weights }: LogisticRows, { intercept, coefficients }: LogisticFit, kept: readonly number[]): number[] {
	const width = coefficients.length;
	const gradient = new Float64Array(width);
	let total = 0;
	for (let row = 0; row < rows; row++) {
		let margin = intercept;
		for (let i = 0; i < width; i++) margin += coefficients[i] * features[row * width + i];
		const error = weights[row] * (sigmoid(margin) - labels[row]);
		for (let i = 0; i < width; i++) gradient[i] += error * features[row * width + i];
		total += weights[row];
	}
	return Array.from({ length: width }, (_, i) => i)
		.filter((i) => !kept.includes(i) && gradient[i] < -slack * total)
		.sort((a, b) => gradient[a] - gradient[b]);
}

function columnsOf({ rows, features }: LogisticRows, width: number, kept: readonly number[]): Float64Array {
	const columns = new Float64Array(rows * kept.length);
	for (let row = 0; row < rows; row++) kept.forEach((i, at) => (columns[row * kept.length + at] = features[row * width + i]));
	return columns;
}
