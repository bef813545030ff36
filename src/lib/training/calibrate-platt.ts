import { sigmoid } from '../core/members/activation';
import type { Calibration } from '../core/pack/manifest';
import { identity, logLoss } from './calibrate-loss';
import type { Judged } from './calibrate-loss';
import { dampedNewton } from './damped-newton';

type Platt = Calibration & { readonly kind: 'platt' };

/**
 * Platt scaling (Platt 1999, without his smoothed targets: the weights make classes large). Falls back to the identity
 * where no increasing map can be found.
 */
export function fitPlatt(judged: Judged): Platt {
	const [slope, intercept] = dampedNewton(
		[identity.slope, identity.intercept],
		(point) => logLoss(judged, plattOf(point)),
		(point) => newtonStep(judged, plattOf(point))
	);
	return slope > 0 && Number.isFinite(slope) && Number.isFinite(intercept) ? plattOf([slope, intercept]) : identity;
}

function plattOf([slope, intercept]: readonly number[]): Platt {
	return { kind: 'platt', slope, intercept };
}

/** Inverse Hessian times gradient of the summed loss, with a hair of ridge for margins that are all equal. */
function newtonStep({ margins, labels, weights }: Judged, { slope, intercept }: Platt): [number, number] {
	let [gradSlope, gradIntercept, h11, h12, h22] = [0, 0, 1e-9, 0, 1e-9];
	for (let row = 0; row < margins.length; row++) {
		const margin = margins[row];
		const p = sigmoid(slope * margin + intercept);
		const error = weights[row] * (p - labels[row]);
		const curvature = weights[row] * p * (1 - p);
		gradSlope += error * margin;
		gradIntercept += error;
		h11 += curvature * margin * margin;
		h12 += curvature * margin;
		h22 += curvature;
	}
	const determinant = h11 * h22 - h12 * h12;
	return [(h22 * gradSlope - h12 * gradIntercept) / determinant, (h11 * gradIntercept - h12 * gradSlope) / determinant];
}
