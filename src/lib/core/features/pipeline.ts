import { ShrikeError } from '../errors';
import type { Scaler } from '../pack/manifest';
import { featureColumns } from '../schema/schema';
import type { Schema } from '../schema/schema';
import { compileSteps } from './compile-steps';
import type { PipelineStep } from './steps';

export interface PipelineParts {
	readonly schema: Schema;
	readonly pipeline: readonly PipelineStep[];
	readonly scaler: Scaler;
}

/** Raw columns in, standardised features out; the same object serves training, browser and command line. */
export interface CompiledPipeline {
	/** Raw feature columns in schema order: what `raw` holds, one array each. */
	readonly rawNames: readonly string[];
	/** Features in pipeline order. */
	readonly featureNames: readonly string[];
	/** Number of features. */
	readonly width: number;
	/**
	 * Raw values to what members consume: features in float64, standardised, clipped to the scaler's bounds, rounded to
	 * float32. NaN stays NaN, so a rejected row spoils nothing but itself.
	 *
	 * @param raw one array a raw column, at least `rows` long
	 * @param out `[rows × width]`, row-major
	 */
	transform(raw: readonly Float64Array[], rows: number, out: Float32Array): void;
	/**
	 * Features before standardisation, one array of `rows` values each: what a scaler is fitted on. Copied features share
	 * their memory with `raw`.
	 */
	unscaled(raw: readonly Float64Array[], rows: number): Float64Array[];
	/**
	 * The same for values that are standardised already (one transaction, pipeline order): only clips and rounds.
	 * Throws `input.wrong-count` for anything but `width` values.
	 */
	standardise(features: readonly number[]): Float32Array<ArrayBuffer>;
}

/**
 * Checks a pack's pipeline against its schema and scaler and makes it runnable. Throws `pack.invalid` for a step that
 * reads an unknown column, for two features of one name, and for a scaler that is for other features.
 */
export function compilePipeline({ schema, pipeline, scaler }: PipelineParts): CompiledPipeline {
	const rawNames = featureColumns(schema).map((column) => column.name);
	const steps = compileSteps(schema, pipeline);
	const featureNames = pipeline.map((step) => step.to);
	const width = featureNames.length;
	if (scaler.names.length !== width || scaler.names.some((name, i) => name !== featureNames[i])) {
		throw new ShrikeError(
			'pack.invalid',
			`The pack's scaler is for the features ${scaler.names.join(', ')}, but its pipeline makes ` +
				`${featureNames.join(', ')}. Export scaler and pipeline together, in one order.`
		);
	}

	function unscaled(raw: readonly Float64Array[], rows: number): Float64Array[] {
		requireWidth(raw.length, rawNames.length, 'raw columns');
		const features: Float64Array[] = [];
		for (const step of steps) {
			const from = step.source.kind === 'raw' ? raw[step.source.index] : features[step.source.index];
			features.push(step.apply === null ? from.subarray(0, rows) : mapped(from, rows, step.apply));
		}
		return features;
	}

	function transform(raw: readonly Float64Array[], rows: number, out: Float32Array): void {
		const features = unscaled(raw, rows);
		for (let f = 0; f < width; f++) {
			const values = features[f];
			const [mean, scale, low, high] = [scaler.mean[f], scaler.scale[f], scaler.low[f], scaler.high[f]];
			for (let row = 0, at = f; row < rows; row++, at += width) {
				const z = (values[row] - mean) / scale;
				out[at] = z < low ? low : z > high ? high : z;
			}
		}
	}

	function standardise(features: readonly number[]): Float32Array<ArrayBuffer> {
		requireWidth(features.length, width, 'standardised values');
		return Float32Array.from(features, (z, f) => Math.min(Math.max(z, scaler.low[f]), scaler.high[f]));
	}

	return { rawNames, featureNames, width, transform, unscaled, standardise };
}

function mapped(from: Float64Array, rows: number, apply: (x: number) => number): Float64Array {
	const made = new Float64Array(rows);
	for (let row = 0; row < rows; row++) made[row] = apply(from[row]);
	return made;
}

function requireWidth(got: number, wanted: number, what: string): void {
	if (got === wanted) return;
	throw new ShrikeError('input.wrong-count', `This model needs ${wanted} ${what}, not ${got}.`, { got, wanted });
}
