import { countBelow } from '../sketch/distinct';
import { reliabilityEdges, type ReliabilityBin } from './calibration';
import type { ScoredColumns } from './scored-rows';
import { wilsonInterval } from './wilson';

/** The normal quantile of a 95 % interval. */
const z95 = 1.959963984540054;

export interface ReliabilityBand extends ReliabilityBin {
	readonly rows: number;
	/** The 95 % interval of the fraud rate, [0, 1]. */
	readonly low: number;
	readonly high: number;
}

/**
 * The bins of `reliabilityCurve` with the interval of their fraud rate: Wilson's, for as many trials as give the share the
 * variance that the weighted rows give it (`Σ w²·(label - rate)² / (Σ w)²`, linearised). With equal weights that is the
 * number of rows. A bin of one class counts its weight in rows of the class it lacks, whose weight is that class's mean.
 */
export function reliabilityBands(
	{ scores, labels, weights }: ScoredColumns,
	{ bins, strategy }: { readonly bins: number; readonly strategy: 'uniform' | 'quantile' }
): ReliabilityBand[] {
	const edges = reliabilityEdges(scores, { bins, strategy, weights });
	const sums = Array.from({ length: bins }, () => ({ rows: 0, weight: 0, score: 0, frauds: 0, spread: 0 }));
	const bin = Uint32Array.from(scores, (score) => countBelow(edges, score));
	const ofClass = [0, 1].map(() => ({ rows: 0, weight: 0 }));
	for (let row = 0; row < scores.length; row++) {
		const sum = sums[bin[row]];
		sum.rows++;
		sum.weight += weights[row];
		sum.score += weights[row] * scores[row];
		sum.frauds += weights[row] * labels[row];
		ofClass[labels[row]].rows++;
		ofClass[labels[row]].weight += weights[row];
	}
	for (let row = 0; row < scores.length; row++) {
		const sum = sums[bin[row]];
		sum.spread += (weights[row] * (labels[row] - sum.frauds / sum.weight)) ** 2;
	}
	return sums
		.filter(({ rows }) => rows > 0)
		.map(({ rows, weight, score, frauds, spread }) => {
			const fraudRate = Math.min(1, frauds / weight);
			const lacking = ofClass[fraudRate === 0 ? 1 : 0];
			let trials = lacking.rows === 0 ? rows : (weight * lacking.rows) / lacking.weight;
			if (fraudRate > 0 && fraudRate < 1) trials = (fraudRate * (1 - fraudRate) * weight ** 2) / spread;
			return { rows, weight, meanScore: score / weight, fraudRate, ...wilsonInterval(fraudRate, trials, z95) };
		});
}
