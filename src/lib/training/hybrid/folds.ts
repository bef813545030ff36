import { shuffle } from '../../core/random/random';
import type { Random } from '../../core/random/random';
import type { TrainingRows } from '../fit-mlp';

/** The fold of every row, from 0: each class is shuffled and dealt to the folds in turn. */
export function stratifiedFolds(labels: Uint8Array, folds: number, random: Random): Uint8Array {
	const fold = new Uint8Array(labels.length);
	for (const label of [0, 1]) {
		const rows: number[] = [];
		labels.forEach((value, row) => {
			if (value === label) rows.push(row);
		});
		shuffle(rows, random).forEach((row, dealt) => (fold[row] = dealt % folds));
	}
	return fold;
}

/** The rows at these indices, in their order. */
export function takeRows({ rows: given, features, labels, weights }: TrainingRows, indices: Uint32Array): TrainingRows {
	const width = features.length / given;
	const taken = new Float32Array(indices.length * width);
	indices.forEach((row, i) => taken.set(features.subarray(row * width, (row + 1) * width), i * width));
	return {
		rows: indices.length,
		features: taken,
		labels: Uint8Array.from(indices, (row) => labels[row]),
		weights: Float64Array.from(indices, (row) => weights[row])
	};
}

/** The rows of a fold and those of all others, ascending. */
export function rowsOfFold(foldOf: Uint8Array, fold: number): { readonly held: Uint32Array; readonly others: Uint32Array } {
	const all = Uint32Array.from(foldOf.keys());
	return { held: all.filter((row) => foldOf[row] === fold), others: all.filter((row) => foldOf[row] !== fold) };
}
