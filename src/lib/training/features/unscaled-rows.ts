import { compilePipeline } from '../../core/features/pipeline';
import type { Forests } from '../../core/features/rows/compile';
import { isFeature } from '../../core/features/steps';
import type { PipelineStep } from '../../core/features/steps';
import type { Scaler } from '../../core/pack/manifest';
import type { Schema } from '../../core/schema/schema';
import type { Dataset } from '../dataset';
import { runSession } from './run-session';

/** Columns of many rows; `Float32Array` takes half the memory. */
type Columns = Float64ArrayConstructor | Float32ArrayConstructor;

export interface PipelineParts {
	readonly schema: Schema;
	readonly pipeline: readonly PipelineStep[];
	/** Isolation forests by the names that `anomaly` steps give them. */
	readonly forests?: Forests;
}

/**
 * Features of wanted rows before standardisation, `[features][keep]`, made by one session over all rows in their order.
 *
 * @param keep indices of the wanted rows, ascending; null for all
 */
export function unscaledRows<C extends Columns>(parts: PipelineParts, data: Dataset, keep: Uint32Array | null, columns: C): InstanceType<C>[];
export function unscaledRows(parts: PipelineParts, data: Dataset, keep: Uint32Array | null, columns: Columns): (Float64Array | Float32Array)[] {
	const names = parts.pipeline.filter(isFeature).map(({ to }) => to);
	const session = compilePipeline({ ...parts, scaler: unitScaler(names) }).begin();
	const out = names.map(() => new columns(keep ? keep.length : data.rows));
	runSession({ session, pipeline: parts.pipeline }, data, keep, (block, kept, first) => {
		session.unscaled(block).forEach((values, f) => {
			const into = out[f];
			for (let i = 0; i < kept.length; i++) into[first + i] = values[kept[i]];
		});
	});
	return out;
}

/** What members consume of wanted rows, `[keep × width]` row-major, made by one session over all rows in their order. */
export function standardisedRows(parts: PipelineParts & { readonly scaler: Scaler }, data: Dataset, keep: Uint32Array): Float32Array {
	const session = compilePipeline(parts).begin();
	const width = parts.scaler.names.length;
	const out = new Float32Array(keep.length * width);
	let room = new Float32Array(0);
	runSession({ session, pipeline: parts.pipeline }, data, keep, (block, kept, first) => {
		if (room.length < block.rows * width) room = new Float32Array(block.rows * width);
		session.transform(block, room);
		for (let i = 0; i < kept.length; i++) out.set(room.subarray(kept[i] * width, (kept[i] + 1) * width), (first + i) * width);
	});
	return out;
}

/** Stands in for the scaler that is yet to be fitted on the features which the pipeline makes. */
function unitScaler(names: readonly string[]): Scaler {
	const all = (value: number) => names.map(() => value);
	return { kind: 'standard', names: [...names], mean: all(0), scale: all(1), low: all(-1), high: all(1) };
}
