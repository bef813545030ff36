import type { Combiner } from '../../core/pack/manifest';
import type { TrainingRows } from '../fit-mlp';
import { fitNonNegativeLogistic } from '../logistic/non-negative';

/**
 * A logistic combiner of members' margins: weights of at least 0, so that a row which every member finds more suspicious
 * never scores lower (Ting & Witten 1999 on stacking). The penalty is on weights in units of each member's standard
 * deviation, for margins need not be logits: an isolation forest's differ by hundredths.
 *
 * @param margins out-of-fold margins, one `[rows]` array a member
 */
export function fitCombiner(
	ids: readonly string[],
	margins: readonly Float64Array[],
	{ rows, labels, weights }: Pick<TrainingRows, 'rows' | 'labels' | 'weights'>,
	l2: number
): Combiner {
	const units = margins.map((values) => deviation(values, weights));
	const features = new Float64Array(rows * ids.length);
	margins.forEach((values, m) => values.forEach((margin, row) => (features[row * ids.length + m] = margin / units[m])));
	const { intercept, coefficients } = fitNonNegativeLogistic({ rows, features, labels, weights }, l2);
	return { kind: 'logistic', intercept, weights: Object.fromEntries(ids.map((id, m) => [id, coefficients[m] / units[m]])) };
}

/** Weighted standard deviation; 1 for a constant. */
function deviation(values: Float64Array, weights: Float64Array): number {
	let [sum, total] = [0, 0];
	for (let row = 0; row < values.length; row++) {
		sum += weights[row] * values[row];
		total += weights[row];
	}
	let squares = 0;
	for (let row = 0; row < values.length; row++) squares += weights[row] * (values[row] - sum / total) ** 2;
	return squares > 0 ? Math.sqrt(squares / total) : 1;
}
