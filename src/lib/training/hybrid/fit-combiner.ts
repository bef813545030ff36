import type { Combiner } from '../../core/pack/manifest';
import type { TrainingRows } from '../fit-mlp';
import { fitNonNegativeLogistic } from '../logistic/non-negative';

/**
 * A logistic combiner of members' margins: weights of at least 0, so that a row which every member finds more suspicious
 * never scores lower (Ting & Witten 1999 on stacking).
 *
 * @param margins out-of-fold margins, one `[rows]` array a member
 */
export function fitCombiner(
	ids: readonly string[],
	margins: readonly Float64Array[],
	{ rows, labels, weights }: Pick<TrainingRows, 'rows' | 'labels' | 'weights'>,
	l2: number
): Combiner {
	const features = new Float64Array(rows * ids.length);
	margins.forEach((values, m) => values.forEach((margin, row) => (features[row * ids.length + m] = margin)));
	const { intercept, coefficients } = fitNonNegativeLogistic({ rows, features, labels, weights }, l2);
	return { kind: 'logistic', intercept, weights: Object.fromEntries(ids.map((id, m) => [id, coefficients[m]])) };
}
