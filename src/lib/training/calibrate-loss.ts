import { exp, log1p } from '../core/number/exp-log';
import { calibratedLogit } from '../core/pack/score';
import type { Calibration } from '../core/pack/manifest';

/** Margins of rows that what made them has not learned from, with the truth. */
export interface Judged {
	readonly margins: Float64Array;
	readonly labels: Uint8Array;
	readonly weights: Float64Array;
}

export const identity: Calibration & { readonly kind: 'platt' } = { kind: 'platt', slope: 1, intercept: 0 };

/** Log loss of a logit in nats: `max(z, 0) - z y + ln(1 + e^-|z|)`, which does not overflow. */
export function logitLoss(logit: number, label: number): number {
	return Math.max(logit, 0) - logit * label + log1p(exp(-Math.abs(logit)));
}

/** Weighted mean log loss in nats of calibrated margins. */
export function logLoss({ margins, labels, weights }: Judged, calibration: Calibration): number {
	let [sum, total] = [0, 0];
	for (let row = 0; row < margins.length; row++) {
		sum += weights[row] * logitLoss(calibratedLogit(margins[row], calibration), labels[row]);
		total += weights[row];
	}
	return sum / total;
}

/** The rows of these indices, in their order. */
export function takeJudged({ margins, labels, weights }: Judged, rows: Uint32Array): Judged {
	const taken = { margins: new Float64Array(rows.length), labels: new Uint8Array(rows.length), weights: new Float64Array(rows.length) };
	for (let i = 0; i < rows.length; i++) {
		taken.margins[i] = margins[rows[i]];
		taken.labels[i] = labels[rows[i]];
		taken.weights[i] = weights[rows[i]];
	}
	return taken;
}

/** The rows by ascending margin: what follows is quicker in this order, and the same. */
export function byMargin(judged: Judged): Judged {
	const { margins } = judged;
	return takeJudged(
		judged,
		Uint32Array.from(margins.keys()).sort((a, b) => margins[a] - margins[b])
	);
}
