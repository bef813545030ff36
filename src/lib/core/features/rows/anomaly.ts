import { anomalyScores } from '../../members/anomaly-score';
import type { TreeEnsemble } from '../../members/trees/ensemble';
import { valuesOf } from '../block';
import type { Source } from '../names';
import type { RowRun } from './types';

/** The anomaly score of features made before, which the forest reads as float32. */
export function anomalyRun(forest: TreeEnsemble, from: readonly Source[]): RowRun {
	return (block) => {
		const features = new Float32Array(block.rows * from.length);
		from.forEach((source, f) => {
			const values = valuesOf(block, source);
			for (let row = 0, at = f; row < block.rows; row++, at += from.length) features[at] = values[row];
		});
		return anomalyScores(forest, features, block.rows);
	};
}
