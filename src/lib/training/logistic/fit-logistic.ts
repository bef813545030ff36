import { exp, log1p } from '../../core/number/exp-log';
import { sigmoid } from '../../core/members/activation';
import { dampedNewton } from '../damped-newton';
import { solvePositive } from './cholesky';

export interface LogisticRows {
	readonly rows: number;
	/** `[rows × width]`, row-major, finite. */
	readonly features: Float32Array | Float64Array;
	readonly labels: Uint8Array;
	readonly weights: Float64Array;
}

export interface LogisticFit {
	readonly intercept: number;
	/** `[width]` */
	readonly coefficients: readonly number[];
}

/** Keeps the Hessian invertible where a feature is constant or the data are separable. */
const hair = 1e-9;

/**
 * Weighted logistic regression with an L2 penalty: minimises `Σ weight · log loss + ½ · l2 · |coefficients|²`, the intercept
 * free, which is scikit-learn's `LogisticRegression` with `C = 1 / l2`. By iteratively reweighted least squares.
 */
export function fitLogistic(data: LogisticRows, l2: number): LogisticFit {
	const width = data.features.length / data.rows;
	const [intercept, ...coefficients] = dampedNewton(
		new Array<number>(width + 1).fill(0),
		(point) => penalisedLoss(data, width, l2, point),
		(point) => newtonStep(data, width, l2, point)
	);
	return { intercept, coefficients };
}

/** The loss that {@link fitLogistic} minimises, at a fit. */
export function logisticLoss(data: LogisticRows, l2: number, { intercept, coefficients }: LogisticFit): number {
	return penalisedLoss(data, coefficients.length, l2, [intercept, ...coefficients]);
}

function penalisedLoss({ rows, features, labels, weights }: LogisticRows, width: number, l2: number, point: readonly number[]): number {
	let sum = 0;
	for (let row = 0; row < rows; row++) {
		const margin = marginOf(features, row * width, width, point);
		sum += weights[row] * (Math.max(margin, 0) - margin * labels[row] + log1p(exp(-Math.abs(margin))));
	}
	let squares = 0;
	for (let i = 1; i <= width; i++) squares += point[i] ** 2;
	return sum + (l2 / 2) * squares;
}

function newtonStep({ rows, features, labels, weights }: LogisticRows, width: number, l2: number, point: readonly number[]): Float64Array {
	const size = width + 1;
	const hessian = new Float64Array(size * size);
	const gradient = new Float64Array(size);
	const x = new Float64Array(size).fill(1);
	for (let row = 0; row < rows; row++) {
		for (let i = 0; i < width; i++) x[i + 1] = features[row * width + i];
		const p = sigmoid(marginOf(features, row * width, width, point));
		const error = weights[row] * (p - labels[row]);
		const curvature = weights[row] * p * (1 - p);
		for (let i = 0; i < size; i++) {
			gradient[i] += error * x[i];
			const scaled = curvature * x[i];
			for (let j = 0; j <= i; j++) hessian[i * size + j] += scaled * x[j];
		}
	}
	for (let i = 0; i < size; i++) {
		const penalty = i === 0 ? 0 : l2;
		gradient[i] += penalty * point[i];
		hessian[i * size + i] += penalty + hair;
	}
	return solvePositive(hessian, gradient);
}

function marginOf(features: ArrayLike<number>, start: number, width: number, point: readonly number[]): number {
	let margin = point[0];
	for (let i = 0; i < width; i++) margin += point[i + 1] * features[start + i];
	return margin;
}
