import { ShrikeError } from '../errors';
import type { Scaler } from '../pack/manifest';

/** Standardises, clips and rounds features for members. */
export class FeatureScale {
	/** Throws `pack.invalid` for a scaler that is for other features, or for the same in another order. */
	constructor(
		private readonly scaler: Scaler,
		featureNames: readonly string[]
	) {
		if (scaler.names.length === featureNames.length && scaler.names.every((name, i) => name === featureNames[i])) return;
		throw new ShrikeError(
			'pack.invalid',
			`The pack's scaler is for the features ${scaler.names.join(', ')}, but its pipeline makes ` +
				`${featureNames.join(', ')}. Export scaler and pipeline together, in one order.`
		);
	}

	/** Features in float64 to `out`, `[rows × width]` row-major in float32. NaN stays NaN. */
	columns(features: readonly Float64Array[], rows: number, out: Float32Array): void {
		const width = features.length;
		features.forEach((values, f) => {
			const { mean, scale, low, high } = this.bounds(f);
			for (let row = 0, at = f; row < rows; row++, at += width) {
				const z = (values[row] - mean) / scale;
				out[at] = z < low ? low : z > high ? high : z;
			}
		});
	}

	/** Only clips and rounds one row that is standardised already. */
	clipped(features: readonly number[]): Float32Array<ArrayBuffer> {
		requireWidth(features.length, this.scaler.names.length, 'standardised values');
		return Float32Array.from(features, (z, f) => Math.min(Math.max(z, this.scaler.low[f]), this.scaler.high[f]));
	}

	private bounds(f: number): { mean: number; scale: number; low: number; high: number } {
		const { mean, scale, low, high } = this.scaler;
		return { mean: mean[f], scale: scale[f], low: low[f], high: high[f] };
	}
}

/** Throws `input.wrong-count` unless there are as many as wanted. */
export function requireWidth(got: number, wanted: number, what: string): void {
	if (got === wanted) return;
	throw new ShrikeError('input.wrong-count', `This model needs ${wanted} ${what}, not ${got}.`, { got, wanted });
}
