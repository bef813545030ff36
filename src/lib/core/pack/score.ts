import { sigmoid } from '../members/activation';
import type { Manifest } from './manifest';

type Bounds = Pick<Manifest, 'marginBounds'>;
type Scoring = Pick<Manifest, 'marginBounds' | 'calibration'>;

/** The margin within the pack's bounds, by which rows rank; NaN stays NaN. */
export function clipMargin(margin: number, { marginBounds: [low, high] }: Bounds): number {
	return margin < low ? low : margin > high ? high : margin;
}

/** Calibrated fraud probability, strictly between 0 and 1: `sigmoid(slope * margin + intercept)` of the clipped margin. */
export function scoreOfMargin(margin: number, scoring: Scoring): number {
	const { slope, intercept } = scoring.calibration;
	return sigmoid(slope * clipMargin(margin, scoring) + intercept);
}
