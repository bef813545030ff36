import type { Scaler } from '../pack/manifest';
import { featureColumns } from '../schema/schema';
import type { Column, Schema } from '../schema/schema';
import { beginSession } from './begin-session';
import { invalidPipeline } from './names';
import { planPipeline } from './plan';
import type { Forests } from './rows/compile';
import { FeatureScale } from './scale';
import type { PipelineSession, SessionStart } from './session';
import { pipelineDigest } from './state/pipeline-digest';
import { isFeature, isProfileStep } from './steps';
import type { PipelineStep } from './steps';

export interface PipelineParts {
	readonly schema: Schema;
	readonly pipeline: readonly PipelineStep[];
	readonly scaler: Scaler;
	/** What `anomaly` steps read, by the name they give it. */
	readonly forests?: Forests;
}

/** Raw columns in, standardised features out; the same object serves training, browser and command line. */
export interface CompiledPipeline {
	/** Raw feature columns in schema order: what `columns` of {@link RawRows} holds, one array each. */
	readonly rawNames: readonly string[];
	readonly rawTypes: readonly Column['type'][];
	/** Features that members read, in pipeline order: those whose names do not begin with `_`. */
	readonly featureNames: readonly string[];
	/** Number of features. */
	readonly width: number;
	/** Columns whose earlier rows the pipeline knows, such as the card; empty where it looks at each row alone. */
	readonly profileKeys: readonly string[];
	/**
	 * Begins with empty profiles, or with saved ones. Throws `state.corrupt`, `state.other-pipeline`, `state.other-key`, or
	 * `state.not-needed` when this pipeline has no profiles.
	 */
	begin(start?: SessionStart): PipelineSession;
	/**
	 * Features as {@link PipelineSession.unscaled} gives them to what members consume, for those who need both.
	 *
	 * @param out `[rows × width]`, row-major
	 */
	scale(features: readonly Float64Array[], rows: number, out: Float32Array): void;
	/**
	 * The same for values that are standardised already (one transaction, pipeline order): only clips and rounds.
	 * Throws `input.wrong-count` for anything but `width` values.
	 */
	standardise(features: readonly number[]): Float32Array<ArrayBuffer>;
}

/**
 * Checks a pack's pipeline against its schema and scaler and makes it runnable. Throws `pack.invalid` for a step that
 * reads an unknown column or a text for a number, for two features of one name, for a forest that is not there, and for a
 * scaler that is for other features.
 */
export function compilePipeline({ schema, pipeline, scaler, forests = new Map() }: PipelineParts): CompiledPipeline {
	const columns = featureColumns(schema);
	const plan = planPipeline(schema, pipeline, forests);
	const features = pipeline.flatMap((step, index) => (isFeature(step) ? [index] : []));
	const featureNames = features.map((index) => pipeline[index].to);
	if (featureNames.length === 0) throw invalidPipeline('its pipeline makes only intermediates, no feature');
	const scale = new FeatureScale(scaler, featureNames);
	const digest = pipelineDigest(columns, pipeline, plan);
	const compiled = { columns, plan, steps: pipeline.length, features, scale, digest };

	return {
		rawNames: columns.map((column) => column.name),
		rawTypes: columns.map((column) => column.type),
		featureNames,
		width: featureNames.length,
		profileKeys: [...new Set(pipeline.flatMap((step) => (isProfileStep(step) ? step.key : [])))].filter((name) => columns.some((column) => column.name === name)),
		begin: (start) => beginSession(compiled, start),
		scale: (made, rows, out) => scale.columns(made, rows, out),
		standardise: (made) => scale.clipped(made)
	};
}
