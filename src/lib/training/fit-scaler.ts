import type { Scaler } from '../core/pack/manifest';

/**
 * Weighted mean and population standard deviation of each feature (a constant one gets scale 1), and as clip bounds the
 * standardised range seen, at most ± `clip`.
 *
 * @param features one array a feature, of the training split only
 * @param weights one a row
 */
export function fitScaler(names: readonly string[], features: readonly (Float64Array | Float32Array)[], weights: Float64Array, clip: number): Scaler {
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	const moments = features.map((values) => {
		let mean = 0;
		for (let row = 0; row < values.length; row++) mean += weights[row] * values[row];
		mean /= total;
		let squares = 0;
		for (let row = 0; row < values.length; row++) squares += weights[row] * (values[row] - mean) ** 2;
		const deviation = Math.sqrt(squares / total);
		return { mean, scale: deviation > 0 ? deviation : 1 };
	});
	const limits = features.map((values, f) => {
		let [least, most] = [Infinity, -Infinity];
		for (const value of values) {
			least = Math.min(least, value);
			most = Math.max(most, value);
		}
		const { mean, scale } = moments[f];
		return { low: Math.max(-clip, (least - mean) / scale), high: Math.min(clip, (most - mean) / scale) };
	});
	return {
		kind: 'standard',
		names: [...names],
		mean: moments.map(({ mean }) => mean),
		scale: moments.map(({ scale }) => scale),
		low: limits.map(({ low }) => low),
		high: limits.map(({ high }) => high)
	};
}
