import { z } from '../core/zod';
import { ShrikeError } from '../core/errors';
import { pipelineSteps } from '../core/features/steps';
import type { PipelineStep } from '../core/features/steps';
import { featureColumns, schema as schemaType } from '../core/schema/schema';
import type { Schema } from '../core/schema/schema';

const schemaFile = schemaType.extend({ pipeline: pipelineSteps.optional() });

/**
 * A schema file: our schema, optionally with a `pipeline`; without one every feature column is a feature as it is.
 * Throws `pack.invalid` when it is neither.
 */
export function importSchema(json: unknown): { schema: Schema; pipeline: PipelineStep[] } {
	const parsed = schemaFile.safeParse(json);
	if (!parsed.success) {
		const why = z.prettifyError(parsed.error);
		throw new ShrikeError('pack.invalid', `The schema file is wrong: ${why}. See docs/packs.md.`);
	}
	const { pipeline, ...schema } = parsed.data;
	return { schema, pipeline: pipeline ?? featureColumns(schema).map(({ name }) => ({ op: 'copy', from: name, to: name })) };
}
