import { ShrikeError } from '../errors';
import type { Scaler } from '../pack/manifest';

/** Rows whose features stay in the fastest cache while they are written column by column. */
const tileRows = 128;

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
		for (let from = 0; from < rows; from += tileRows) {
			const until = Math.min(from + tileRows, rows);
			for (let f = 0; f < width; f++) this.column(features[f], f, from, until, out, width);
		}
	}

	/** Only clips and rounds one row that is standardised already. */
	clipped(features: readonly number[]): Float32Array<ArrayBuffer> {
		requireWidth(features.length, this.scaler.names.length, 'standardised values');
		return Float32Array.from(features, (z, f) => Math.min(Math.max(z, this.scaler.low[f]), this.scaler.high[f]));
	}

	private column(values: Float64Array, f: number, from: number, until: number, out: Float32Array, width: number): void {
		const { scaler } = this;
		const [mean, scale, low, high] = [scaler.mean[f], scaler.scale[f], scaler.low[f], scaler.high[f]];
		for (let row = from, at = from * width + f; row < until; row++, at += width) {
			const z = (values[row] - mean) / scale;
			out[at] = z < low ? low : z > high ? high : z;
		}
	}
}

/** Throws `input.wrong-count` unless there are as many as wanted. */
export function requireWidth(got: number, wanted: number, what: string): void {
	if (got === wanted) return;
	throw new ShrikeError('input.wrong-count', `This model needs ${wanted} ${what}, not ${got}.`, { got, wanted });
}
