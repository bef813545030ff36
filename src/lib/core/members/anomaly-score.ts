import { exp2 } from '../number/exp-log';
import { treeMargins } from './trees/ensemble';
import type { TreeEnsemble } from './trees/ensemble';

/**
 * Anomaly scores of an isolation forest: `2^(-E[path length] / c(ψ))` in (0, 1), about ½ for a typical row and more for one
 * that is isolated early (Liu, Ting & Zhou, "Isolation Forest", ICDM 2008, equation 2). The forest's leaves add up to that
 * exponent, which is the member's margin.
 *
 * @param forest as `training/anomaly` makes it
 * @param features `[rows × forest.width]`, row-major; NaN where there is no value
 * @returns `[rows]`
 * @throws RangeError when there are too few features
 */
export function anomalyScores(forest: TreeEnsemble, features: Float32Array, rows: number): Float64Array {
	const scores = new Float64Array(rows);
	treeMargins(forest, features, rows, scores);
	for (let row = 0; row < rows; row++) scores[row] = exp2(scores[row]);
	return scores;
}
