import { sigmoid } from '../core/members/activation';
import type { Calibration } from '../core/pack/manifest';
import { dampedNewton } from './damped-newton';

export interface Judged {
	readonly margins: Float64Array;
	readonly labels: Uint8Array;
	readonly weights: Float64Array;
}

const identity: Calibration = { kind: 'platt', slope: 1, intercept: 0 };
const folds = 5;

/** Weighted mean log loss in nats of `sigmoid(slope · margin + intercept)`. */
export function logLoss({ margins, labels, weights }: Judged, { slope, intercept }: Calibration): number {
	let [sum, total] = [0, 0];
	margins.forEach((margin, row) => {
		const logit = slope * margin + intercept;
		sum += weights[row] * (Math.max(logit, 0) - logit * labels[row] + Math.log1p(Math.exp(-Math.abs(logit))));
		total += weights[row];
	});
	return sum / total;
}

/**
 * Platt scaling (Platt 1999, without his smoothed targets: the weights make classes large). Falls back to the identity
 * where no increasing map can be found.
 */
export function fitPlatt(judged: Judged): Calibration {
	const [slope, intercept] = dampedNewton(
		[identity.slope, identity.intercept],
		(point) => logLoss(judged, plattOf(point)),
		(point) => newtonStep(judged, plattOf(point))
	);
	return slope > 0 && Number.isFinite(slope) && Number.isFinite(intercept) ? plattOf([slope, intercept]) : identity;
}

function plattOf([slope, intercept]: readonly number[]): Calibration {
	return { kind: 'platt', slope, intercept };
}

/** Inverse Hessian times gradient of the summed loss, with a hair of ridge for margins that are all equal. */
function newtonStep({ margins, labels, weights }: Judged, { slope, intercept }: Calibration): [number, number] {
	let [gradSlope, gradIntercept, h11, h12, h22] = [0, 0, 1e-9, 0, 1e-9];
	margins.forEach((margin, row) => {
		const p = sigmoid(slope * margin + intercept);
		const error = weights[row] * (p - labels[row]);
		const curvature = weights[row] * p * (1 - p);
		gradSlope += error * margin;
		gradIntercept += error;
		h11 += curvature * margin * margin;
		h12 += curvature * margin;
		h22 += curvature;
	});
	const determinant = h11 * h22 - h12 * h12;
	return [(h22 * gradSlope - h12 * gradIntercept) / determinant, (h11 * gradIntercept - h12 * gradSlope) / determinant];
}

/**
 * The pack's calibration: Platt scaling fitted on the validation split if, cross-validated there in five folds, it lowers
 * the log loss; else the model's own logits, which training on true weights leaves nearly calibrated.
 */
export function calibrate(validation: Judged): { readonly calibration: Calibration; readonly fitted: boolean } {
	let [before, after] = [0, 0];
	for (let fold = 0; fold < folds; fold++) {
		const held = take(validation, fold, true);
		before += logLoss(held, identity);
		after += logLoss(held, fitPlatt(take(validation, fold, false)));
	}
	return after < before ? { calibration: fitPlatt(validation), fitted: true } : { calibration: identity, fitted: false };
}

/** The rows of one fold, or all others; each class is dealt to the folds in turn, so that all have frauds. */
function take({ margins, labels, weights }: Judged, fold: number, held: boolean): Judged {
	const dealt = [0, 0];
	const rows: number[] = [];
	labels.forEach((label, row) => {
		if ((dealt[label]++ % folds === fold) === held) rows.push(row);
	});
	return {
		margins: Float64Array.from(rows, (row) => margins[row]),
		labels: Uint8Array.from(rows, (row) => labels[row]),
		weights: Float64Array.from(rows, (row) => weights[row])
	};
}
