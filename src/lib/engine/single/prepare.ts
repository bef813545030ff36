import { ShrikeError } from '../../core/errors';
import type { Pack } from '../../core/pack/load';
import { looksRaw } from './looks-raw';
import { outsideTrainingRange } from './training-range';
import { validateRaw } from './validate-raw';

/** One transaction, checked and ready for a backend. */
export interface PreparedTransaction {
	/** Standardised, clipped, pipeline order. */
	readonly features: Float32Array;
	/** Raw values in schema order, for the log. */
	readonly raw: readonly number[];
	/** Sentences about values outside the training range. */
	readonly warnings: readonly string[];
}

/** From raw values by column name. Throws `input.invalid`. */
export function prepareRaw(pack: Pack, values: { readonly [column: string]: number }): PreparedTransaction {
	const raw = validateRaw(pack.manifest.schema, values);
	const features = new Float32Array(pack.pipeline.width);
	pack.pipeline.transform(
		raw.map((value) => Float64Array.of(value)),
		1,
		features
	);
	return { features, raw, warnings: outsideTrainingRange(pack.reference?.raw ?? [], raw) };
}

/**
 * From standardised values in pipeline order. The raw values for the log are worked back from the features that are
 * copies; a column that is no feature by itself is NaN. Throws `input.wrong-count`, `input.invalid`, `input.looks-raw`.
 */
export function prepareStandardised(pack: Pack, values: readonly number[]): PreparedTransaction {
	const { pipeline, manifest } = pack;
	const { mean, scale } = manifest.scaler;
	const features = pipeline.standardise(values);
	const bad = pipeline.featureNames.filter((_, i) => !Number.isFinite(values[i]));
	if (bad.length > 0) {
		const fields = Object.fromEntries(bad.map((name) => [name, `${name} is not a finite number.`]));
		throw new ShrikeError('input.invalid', `Nothing was scored: ${bad.join(', ')} must be finite numbers.`, { fields });
	}
	const raw = looksRaw(pack, values);
	if (raw !== null) {
		throw new ShrikeError(
			'input.looks-raw',
			`These ${values.length} values look raw, not standardised: ${raw}. Paste the ${pipeline.rawNames.length} raw ` +
				'values, or standardise them first.',
			{ reason: raw }
		);
	}
	const unscaled = values.map((z, i) => z * scale[i] + mean[i]);
	return {
		features,
		raw: pipeline.rawNames.map((name) => {
			const copy = manifest.pipeline.findIndex((step) => step.op === 'copy' && step.from === name);
			return copy < 0 ? NaN : unscaled[copy];
		}),
		warnings: outsideTrainingRange(pack.reference?.features ?? [], unscaled, scale)
	};
}
