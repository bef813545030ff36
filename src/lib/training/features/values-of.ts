import type { PipelineStep } from '../../core/features/steps';
import { featureColumns } from '../../core/schema/schema';
import type { Dataset } from '../dataset';
import { stepsFor } from './step-inputs';
import { unscaledRows } from './unscaled-rows';
import type { PipelineParts } from './unscaled-rows';

/**
 * What every row has as these columns or features, hidden ones too, `[names][rows]`: numbers and dates as they are, texts as
 * codes of the data. Only the steps that they need are run.
 */
export function valuesOf(
	parts: PipelineParts,
	data: Dataset,
	names: readonly string[]
): Float64Array[] {
	const { schema, pipeline } = parts;
	const columns = featureColumns(schema);
	const made = names.filter((name) => pipeline.some(({ to }) => to === name));
	const steps = stepsFor(pipeline, made);
	// Under names of their own, so that hidden ones come out too.
	const shown = made.map((from, i): PipelineStep => ({ op: 'copy', from, to: `value ${i}` }));
	const out = made.length === 0 ? [] : unscaledRows({ ...parts, pipeline: [...steps, ...shown] }, data, null, Float64Array);
	const visible = out.slice(out.length - made.length);
	return names.map((name) => {
		const at = made.indexOf(name);
		return at >= 0 ? visible[at] : data.raw[columns.findIndex((column) => column.name === name)];
	});
}
