import { log } from '../../core/number/exp-log';
import { sigmoid } from '../../core/members/activation';
import type { TrainingRows } from '../fit-mlp';

/** Smaller Hessians would let a leaf of sure rows explode (XGBoost's `kRtEps`). */
const leastHessian = 1e-16;

/** First and second derivatives of the weighted log loss by the margin: w (p - y) and w p (1 - p). */
export function derivatives(
	margins: Float32Array,
	{ labels, weights, rows }: TrainingRows,
	gradients: Float64Array,
	hessians: Float64Array
): void {
	for (let row = 0; row < rows; row++) {
		const p = sigmoid(margins[row]);
		gradients[row] = weights[row] * (p - labels[row]);
		hessians[row] = weights[row] * Math.max(p * (1 - p), leastHessian);
	}
}

/** The margin at which the mean prediction is the weighted share of frauds; not finite when there is one class only. */
export function priorMargin({ labels, weights, rows }: TrainingRows): number {
	let [frauds, normals] = [0, 0];
	for (let row = 0; row < rows; row++) {
		if (labels[row] === 1) frauds += weights[row];
		else normals += weights[row];
	}
	return Math.fround(log(frauds / normals));
}
