import { fitEncoding, levelOf } from '../../core/features/encoding';
import type { PipelineStep } from '../../core/features/steps';
import { featureColumns } from '../../core/schema/schema';
import type { Dataset } from '../dataset';
import type { PipelineParts } from './unscaled-rows';
import { valuesOf } from './values-of';

/**
 * The pipeline with the tables of its `encode` steps fitted on some rows only: of a split or fold those that are learned from,
 * since a row must not be encoded by its own label.
 *
 * @param train indices, ascending
 * @param weights one a training row
 */
export function fitEncodings(parts: PipelineParts, data: Dataset, train: Uint32Array, weights: Float64Array): PipelineStep[] {
	const labels = Uint8Array.from(train, (row) => data.labels[row]);
	const columns = featureColumns(parts.schema);
	const fitted: PipelineStep[] = [];
	for (const step of parts.pipeline) {
		if (step.op !== 'encode') {
			fitted.push(step);
			continue;
		}
		// Encodings made before are fitted already.
		const values = valuesOf({ ...parts, pipeline: [...fitted] }, data, step.from);
		const texts = step.from.map((name) => data.dictionaries?.[columns.findIndex((column) => column.name === name)]?.texts);
		const levels = Array.from(train, (row) => levelOf(values.map((column, i) => texts[i]?.[column[row]] ?? (texts[i] ? '' : column[row]))));
		const { table, otherwise } = fitEncoding({ levels, labels, weights, smoothing: step.smoothing });
		fitted.push({ ...step, table: sorted(table), otherwise });
	}
	return fitted;
}

/** In the order of the levels, so that the same data in another order give the same pack. */
function sorted(table: Readonly<Record<string, number>>): Record<string, number> {
	return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
}
