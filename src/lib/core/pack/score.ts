import { sigmoid } from '../members/activation';
import type { Calibration, Manifest } from './manifest';

type Bounds = Pick<Manifest, 'marginBounds'>;
type Scoring = Pick<Manifest, 'marginBounds' | 'calibration'>;

/** The margin within the pack's bounds, by which rows rank; NaN stays NaN. */
export function clipMargin(margin: number, { marginBounds: [low, high] }: Bounds): number {
	return margin < low ? low : margin > high ? high : margin;
}

/** Calibrated fraud probability, strictly between 0 and 1: `sigmoid` of the clipped margin's {@link calibratedLogit}. */
export function scoreOfMargin(margin: number, scoring: Scoring): number {
	return sigmoid(calibratedLogit(clipMargin(margin, scoring), scoring.calibration));
}

/** {@link clipMargin} of every margin, in place. */
export function clipMargins(margins: Float32Array, { marginBounds }: Bounds): void {
	const low = marginBounds[0];
	const high = marginBounds[1];
	for (let i = 0; i < margins.length; i++) {
		const margin = margins[i];
		if (margin < low) margins[i] = low;
		else if (margin > high) margins[i] = high;
	}
}

/** {@link scoreOfMargin} of every margin, to the bit. A plain loop: the first blocks of a run are scored before the engine optimises. */
export function scoresOfMargins(margins: Float32Array, { marginBounds, calibration }: Scoring): Float64Array<ArrayBuffer> {
	const low = marginBounds[0];
	const high = marginBounds[1];
	const scores = new Float64Array(margins.length);
	if (calibration.kind === 'platt') {
		const { slope, intercept } = calibration;
		for (let i = 0; i < scores.length; i++) {
			const margin = margins[i];
			scores[i] = sigmoid(slope * (margin < low ? low : margin > high ? high : margin) + intercept);
		}
	} else {
		for (let i = 0; i < scores.length; i++) {
			const margin = margins[i];
			scores[i] = sigmoid(calibratedLogit(margin < low ? low : margin > high ? high : margin, calibration));
		}
	}
	return scores;
}

/** The logit of the score: strictly increasing in the margin, whatever the kind of calibration. NaN for NaN. */
export function calibratedLogit(margin: number, calibration: Calibration): number {
	if (calibration.kind === 'platt') return calibration.slope * margin + calibration.intercept;
	const { margins, logits } = calibration;
	// The piece from the last knot at or below the margin; the first or last piece beyond the knots.
	let [from, to] = [0, margins.length - 1];
	while (to - from > 1) {
		const middle = (from + to) >> 1;
		if (margins[middle] <= margin) from = middle;
		else to = middle;
	}
	const share = (margin - margins[from]) / (margins[to] - margins[from]);
	// From the nearer knot, so that rounding never puts a row past the knot it has not reached.
	return share < 0.5 ? logits[from] + share * (logits[to] - logits[from]) : logits[to] - (1 - share) * (logits[to] - logits[from]);
}
