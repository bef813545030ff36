import type { EvaluationCurves } from '../../core/metrics/curves';
import { formatNumber, formatPercent, formatProbability, type Locale } from '../format';
import type { ChartSpec } from '../primitives/chart-types';

/** A chart of the evaluation with the sentence that stands for it. */
export interface CurveView {
	readonly title: string;
	readonly summary: string;
	readonly spec: ChartSpec;
}

const unit = { scale: 'linear', min: 0, max: 1 } as const;

/**
 * The plots of an evaluation: ROC, precision–recall, reliability, gain and cost by threshold. A curve that is undefined
 * is left out.
 *
 * @param threshold marked where the x axis is the score
 */
export function curveViews(curves: EvaluationCurves, threshold: number, locale?: Locale): CurveView[] {
	const short = (value: number) => formatNumber(value, locale, 3);
	const percent = (value: number) => formatPercent(value, locale, 0);
	const probability = (value: number) => formatProbability(value, locale);
	const views: CurveView[] = [];
	if (curves.roc.length > 0) {
		views.push({
			title: 'ROC',
			summary: `At 1 % of the normal rows flagged, ${percent(yAt(curves.roc, 0.01))} of the frauds are found.`,
			spec: {
				kind: 'line',
				series: [
					{ label: 'Model', data: curves.roc, color: 1 },
					{ label: 'Chance', data: [{ x: 0, y: 0 }, { x: 1, y: 1 }], color: 'muted', dashed: true }
				],
				x: { label: 'False positive rate', ...unit, format: short },
				y: { label: 'Recall', ...unit, format: short }
			}
		});
	}
	if (curves.precisionRecall.length > 0) {
		views.push({
			title: 'Precision and recall',
			summary: `Precision against recall, from ${short(curves.precisionRecall[0].y)} when every row is flagged.`,
			spec: {
				kind: 'line',
				series: [{ label: 'Model', data: curves.precisionRecall, color: 1 }],
				x: { label: 'Recall', ...unit, format: short },
				y: { label: 'Precision', ...unit, format: short }
			}
		});
	}
	// Bins of equal width: those of equal weight would crowd near 0, where all but a few scores are.
	const bands = curves.reliability.equalWidth;
	if (bands.length > 0) {
		const at = (value: (band: (typeof bands)[number]) => number) => bands.map((band) => ({ x: band.meanScore, y: value(band) }));
		views.push({
			title: 'Reliability',
			summary: `Share of frauds among rows of similar score, in ${bands.length} bins, with 95 % intervals.`,
			spec: {
				kind: 'line',
				series: [
					{ label: 'Share of frauds', data: at(({ fraudRate }) => fraudRate), color: 1, points: true },
					{ label: 'Lower end', data: at(({ low }) => low), color: 1, dashed: true },
					{ label: 'Upper end', data: at(({ high }) => high), color: 1, dashed: true },
					{ label: 'Perfect', data: [{ x: 0, y: 0 }, { x: 1, y: 1 }], color: 'muted' }
				],
				x: { label: 'Mean score', ...unit, format: short },
				y: { label: 'Share of frauds', ...unit, format: short }
			}
		});
	}
	if (curves.gain.length > 0) {
		views.push({
			title: 'Gain',
			summary: `Reviewing the highest 1 % of the rows finds ${percent(yAt(curves.gain, 0.01))} of the frauds.`,
			spec: {
				kind: 'line',
				series: [
					{ label: 'Model', data: curves.gain, color: 1 },
					{ label: 'Chance', data: [{ x: 0, y: 0 }, { x: 1, y: 1 }], color: 'muted', dashed: true }
				],
				x: { label: 'Share of rows reviewed', ...unit, format: percent },
				y: { label: 'Share of frauds found', ...unit, format: percent }
			}
		});
	}
	const { cost } = curves;
	if (cost !== null) {
		const best = cost.best.threshold;
		views.push({
			title: 'Cost by threshold',
			summary:
				best === null
					? `Reviewing nothing is cheapest, at ${short(cost.best.expectedCost)} a transaction.`
					: `Cheapest at a threshold of ${probability(best)}: ${short(cost.best.expectedCost)} a transaction.`,
			spec: {
				kind: 'line',
				series: [
					{ label: 'Model', data: cost.points, color: 1 },
					{
						label: 'Review nothing',
						data: [
							{ x: 0, y: cost.approveAll },
							{ x: 1, y: cost.approveAll }
						],
						color: 'muted',
						dashed: true
					}
				],
				x: { label: 'Threshold', ...unit, format: short },
				// Reviewing all costs so much more that the curve would be a line on the ground.
				y: { label: 'Cost a transaction', scale: 'linear', min: 0, max: 1.5 * cost.approveAll, format: short },
				markers: [{ at: threshold, label: 'threshold' }, ...(best === null ? [] : [{ at: best, label: 'cheapest' }])]
			}
		});
	}
	return views;
}

/** The highest y up to an x, of points in ascending x. */
function yAt(points: readonly { readonly x: number; readonly y: number }[], x: number): number {
	return points.reduce((highest, point) => (point.x <= x ? Math.max(highest, point.y) : highest), 0);
}
