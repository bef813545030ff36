import type { Reference } from '../sketch/reference';
import { featureColumns } from '../schema/schema';
import type { Schema } from '../schema/schema';
import type { PipelineStep } from './steps';

/** Texts that a model knows of each raw text column, by column; columns of names and free text are absent. */
export type KnownLevels = { readonly [column: string]: readonly string[] };

/** The levels that the pipeline tells apart, in its order, then others that the training data had, most frequent first. */
export function knownLevels(schema: Schema, pipeline: readonly PipelineStep[], reference: Reference | null): KnownLevels {
	const texts = featureColumns(schema).filter(({ type }) => type === 'string');
	const levels = texts.map(({ name }): [string, string[]] => {
		const told = pipeline.flatMap((step) => {
			if (step.op === 'one-of' && step.from === name) return step.values;
			if (step.op === 'ordinal' && step.from === name) return step.levels;
			return [];
		});
		const seen = reference?.texts?.find((column) => column.name === name)?.levels.map(({ text }) => text) ?? [];
		return [name, [...new Set([...told, ...seen])]];
	});
	return Object.fromEntries(levels.filter(([, known]) => known.length > 0));
}
