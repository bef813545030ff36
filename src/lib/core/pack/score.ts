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
