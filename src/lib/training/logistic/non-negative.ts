import { fitLogistic, logisticLoss } from './fit-logistic';
import type { LogisticFit, LogisticRows } from './fit-logistic';

/** More would be more subsets than anyone waits for. */
const mostFeatures = 10;

/**
 * {@link fitLogistic} with coefficients of at least 0: the best of the fits on every subset of features that has no
 * negative coefficient, which is exact, since the loss is convex. Throws RangeError for more than 10 features.
 */
export function fitNonNegativeLogistic(data: LogisticRows, l2: number): LogisticFit {
	const width = data.features.length / data.rows;
	if (width > mostFeatures) throw new RangeError(`Non-negative fits take at most ${mostFeatures} features, not ${width}.`);
	let best: { readonly fit: LogisticFit; readonly loss: number } | null = null;
	for (let subset = 2 ** width - 1; subset >= 0; subset--) {
		const kept = Array.from({ length: width }, (_, i) => i).filter((i) => (subset >> i) & 1);
		const part = fitLogistic({ ...data, features: columnsOf(data, width, kept) }, l2);
		if (part.coefficients.some((coefficient) => coefficient < 0)) continue;
		const coefficients = new Array<number>(width).fill(0);
		kept.forEach((i, at) => (coefficients[i] = part.coefficients[at]));
		const fit = { intercept: part.intercept, coefficients };
		const loss = logisticLoss(data, l2, fit);
		if (!best || loss < best.loss) best = { fit, loss };
		// Nothing can beat the fit without a bound that keeps to it.
		if (kept.length === width) break;
	}
	if (!best) throw new RangeError('No fit is finite.');
	return best.fit;
}

function columnsOf({ rows, features }: LogisticRows, width: number, kept: readonly number[]): Float64Array {
	const columns = new Float64Array(rows * kept.length);
	for (let row = 0; row < rows; row++) kept.forEach((i, at) => (columns[row * kept.length + at] = features[row * width + i]));
	return columns;
}
