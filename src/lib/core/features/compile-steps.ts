import { ShrikeError } from '../errors';
import { featureColumns } from '../schema/schema';
import type { Schema } from '../schema/schema';
import type { PipelineStep } from './steps';

/** A step with its source found and its arithmetic chosen. */
export interface CompiledStep {
	readonly source: { readonly kind: 'raw' | 'feature'; readonly index: number };
	/** Null for a copy, which needs no work. */
	readonly apply: ((x: number) => number) | null;
}

const secondsAnHour = 3600;

/** The arithmetic of a step on one float64 value, null for a plain copy. */
function arithmetic(step: PipelineStep): ((x: number) => number) | null {
	switch (step.op) {
		case 'copy':
			return null;
		case 'log1p':
			return Math.log1p;
		case 'hour':
			return (x) => {
				const hour = Math.floor(x / secondsAnHour) % 24;
				return hour < 0 ? hour + 24 : hour;
			};
		case 'less-than': {
			const { value } = step;
			// NaN must stay NaN: a comparison would make a clean-looking 0 of it.
			return (x) => (x < value ? 1 : x >= value ? 0 : NaN);
		}
	}
}

/**
 * Resolves every step's source: a feature made before it, else a raw feature column. Throws `pack.invalid` for unknown
 * sources, features made twice, text columns, and a feature that takes a raw column's name without being its copy (its
 * readers could not tell which of the two they get).
 */
export function compileSteps(schema: Schema, pipeline: readonly PipelineStep[]): CompiledStep[] {
	const columns = featureColumns(schema);
	const text = columns.find((column) => column.type !== 'number');
	if (text) throw invalid(`its feature column “${text.name}” is text; only numbers can be features`);
	const rawIndex = new Map(columns.map((column, index) => [column.name, index]));
	const madeIndex = new Map<string, number>();
	return pipeline.map((step, index) => {
		const made = madeIndex.get(step.from);
		const raw = rawIndex.get(step.from);
		if (made === undefined && raw === undefined) {
			throw invalid(
				`its pipeline reads “${step.from}” to make “${step.to}”, which is neither a feature column of the ` +
					'schema nor a feature made before'
			);
		}
		if (madeIndex.has(step.to)) throw invalid(`its pipeline makes the feature “${step.to}” twice`);
		if (rawIndex.has(step.to) && !(step.op === 'copy' && step.from === step.to)) {
			throw invalid(`its pipeline gives the name of the raw column “${step.to}” to something else`);
		}
		madeIndex.set(step.to, index);
		const source =
			made !== undefined
				? ({ kind: 'feature', index: made } as const)
				: ({ kind: 'raw', index: raw ?? -1 } as const);
		return { source, apply: arithmetic(step) };
	});
}

function invalid(what: string): ShrikeError {
	return new ShrikeError('pack.invalid', `The pack cannot be used: ${what}. Correct the pack and try again.`);
}
