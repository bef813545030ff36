import { ShrikeError } from '../../core/errors';
import { echo } from '../../core/input/echo';
import type { PipelineSession } from '../../core/features/session';
import type { Pack } from '../../core/pack/load';
import { keepsRawValues } from '../../core/run/kept-values';
import { isUnseen } from '../../core/sketch/text-columns';
import { looksRaw } from './looks-raw';
import { outsideTrainingRange } from './training-range';
import { validateRaw } from './validate-raw';
import type { RawValue } from './validate-raw';

/** One transaction, checked and ready for a backend. */
export interface PreparedTransaction {
	/** Standardised, clipped, pipeline order. */
	readonly features: Float32Array;
	/** For the log: raw values in schema order, or features before standardisation; see `keepsRawValues`. */
	readonly raw: readonly number[];
	/** Sentences about values outside the training range. */
	readonly warnings: readonly string[];
}

/**
 * From raw values by column name. Throws `input.invalid`.
 *
 * @param session gives the features; the transaction leaves its mark in it
 */
export function prepareRaw(pack: Pack, values: { readonly [column: string]: RawValue }, session: PipelineSession): PreparedTransaction {
	const { pipeline, reference } = pack;
	const given = validateRaw(pack.manifest.schema, values);
	const columns = given.map((value, i) =>
		Float64Array.of(typeof value === 'string' ? (session.dictionaries[i]?.codeOf(value) ?? NaN) : value)
	);
	const features = new Float32Array(pipeline.width);
	const unscaled = session.unscaled({ rows: 1, columns, labels: null });
	pipeline.scale(unscaled, 1, features);
	const kept = keepsRawValues(pipeline) ? columns : unscaled;
	const numbers = pipeline.rawNames.flatMap((name, i) => {
		// Every new date is later than those of training.
		const column = pipeline.rawTypes[i] === 'datetime' ? undefined : reference?.raw.find((one) => one.name === name);
		return column && !Number.isNaN(columns[i][0]) ? [{ column, value: columns[i][0] }] : [];
	});
	return {
		features,
		raw: kept.map(([value]) => value),
		warnings: [
			...outsideTrainingRange(
				numbers.map(({ column }) => column),
				numbers.map(({ value }) => value)
			),
			...unseenTexts(pack, given)
		]
	};
}

/** Texts of columns of few that no training row had, in words. */
function unseenTexts({ reference, pipeline }: Pack, given: readonly RawValue[]): string[] {
	return (reference?.texts ?? []).flatMap((column) => {
		const text = given[pipeline.rawNames.indexOf(column.name)];
		return typeof text === 'string' && isUnseen(column, text) ? [`${column.name} is ${echo(text)}, which no training row had.`] : [];
	});
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
		raw: keepsRawValues(pipeline)
			? pipeline.rawNames.map((name) => {
					const copy = manifest.pipeline.find((step) => step.op === 'copy' && step.from === name);
					return copy ? (unscaled[pipeline.featureNames.indexOf(copy.to)] ?? NaN) : NaN;
				})
			: unscaled,
		warnings: outsideTrainingRange(pack.reference?.features ?? [], unscaled, scale)
	};
}
