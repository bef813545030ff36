import type { CompiledPipeline } from '../../core/features/pipeline';
import type { PipelineStep } from '../../core/features/steps';
import type { Scaler } from '../../core/pack/manifest';
import { keepsRawValues } from '../../core/run/kept-values';
import type { Reference } from '../../core/sketch/reference';

/** Standardised values beyond this many standard deviations are not taken for standardised where nothing better is known. */
const farthest = 100;
/** Pasted values are often rounded to two or three decimals. */
const rounding = 0.006;

export interface StandardisedModel {
	readonly pipeline: CompiledPipeline;
	readonly manifest: { readonly pipeline: readonly PipelineStep[]; readonly scaler: Scaler };
	readonly reference: Reference | null;
}

/**
 * Why values given as standardised must be raw ones, or null when they need not be. They look raw when
 *
 * 1. the derived features agree with the copied ones: with the copied values taken as raw columns, the pipeline makes
 *    exactly the `log1p`, `hour` or `less-than` values that were given, two of them (or the only one), which standardised
 *    numbers do only by accident; or
 * 2. a value lies more than twice as far from the mean as any value of the training data did (and beyond 20 standard
 *    deviations), or beyond 100 where the pack has no reference: a raw Time or Amount.
 */
export function looksRaw(model: StandardisedModel, values: readonly number[]): string | null {
	return derivedAgree(model, values) ?? tooFar(model, values);
}

function derivedAgree({ pipeline, manifest }: StandardisedModel, values: readonly number[]): string | null {
	const steps = manifest.pipeline;
	// Only where every value is made of numbers of its own row can the one be told from the other so.
	if (!keepsRawValues(pipeline) || steps.length !== pipeline.width) return null;
	const derived = steps.flatMap((step, i) => (step.op === 'copy' ? [] : [i]));
	const columns = pipeline.rawNames.map((name) => {
		const copied = steps.findIndex((step) => step.op === 'copy' && step.from === name);
		return Float64Array.of(copied < 0 ? NaN : values[copied]);
	});
	const made = pipeline.begin().unscaled({ rows: 1, columns, labels: null }).map(([value]) => value);
	const agreeing = derived.filter((i) => Math.abs(made[i] - values[i]) <= rounding);
	if (agreeing.length < Math.min(2, Math.max(1, derived.length))) return null;
	// The mean of everything is a possible standardised transaction, and zeros agree with each other.
	if (values.every((value) => Math.abs(value) <= rounding)) return null;
	return `${agreeing.map((i) => steps[i].to).join(' and ')} are what the other values give when they are raw`;
}

function tooFar({ manifest: { scaler }, reference }: StandardisedModel, values: readonly number[]): string | null {
	for (let i = 0; i < values.length; i++) {
		const edges = reference?.features[i]?.histogram.edges;
		const seen = edges?.length
			? Math.max(...[edges[0], edges[edges.length - 1]].map((x) => Math.abs(x - scaler.mean[i]) / scaler.scale[i]))
			: farthest / 2;
		const limit = Math.max(2 * seen, 20);
		if (Math.abs(values[i]) > limit) {
			return `${scaler.names[i]} is ${values[i]}, but a standardised one stays within ±${Math.ceil(limit)}`;
		}
	}
	return null;
}
