import type { TreeEnsemble } from '../../core/members/trees/ensemble';
import type { Random } from '../../core/random/random';
import { defaultForest, fitIsolationForest } from '../anomaly/fit-isolation-forest';
import type { Dataset } from '../dataset';
import type { PipelineParts } from './unscaled-rows';
import { valuesOf } from './values-of';

/**
 * The isolation forests that a pipeline's `anomaly` steps read, each grown on normal training rows only.
 *
 * @param train indices, ascending
 * @param weights one a training row
 */
export function fitForests(parts: PipelineParts, data: Dataset, train: Uint32Array, weights: Float64Array, random: Random): Map<string, TreeEnsemble> {
	const forests = new Map<string, TreeEnsemble>();
	for (const step of parts.pipeline) {
		if (step.op !== 'anomaly' || forests.has(step.forest)) continue;
		const columns = valuesOf({ ...parts, forests }, data, step.from);
		const width = columns.length;
		const features = new Float32Array(train.length * width);
		train.forEach((row, i) => columns.forEach((values, f) => (features[i * width + f] = values[row])));
		const labels = Uint8Array.from(train, (row) => data.labels[row]);
		forests.set(step.forest, fitIsolationForest(defaultForest, { rows: train.length, features, labels, weights }, random));
	}
	return forests;
}
