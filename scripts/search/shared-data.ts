import type { TrainingRows } from '../../src/lib/training/fit-mlp';
import type { SearchData } from '../../src/lib/training/search/search-data';

/** The same data in shared memory: threads read it where it is instead of getting a copy each. */
export function sharedData({ folds, normalWeight }: SearchData): SearchData {
	return {
		normalWeight,
		folds: folds.map(({ train, validation, held, amounts, days, cards }) => ({
			train: sharedRows(train),
			validation: validation && sharedRows(validation),
			held: sharedRows(held),
			amounts: amounts && sharedNumbers(amounts),
			days: days && sharedNumbers(days),
			cards: cards && sharedNumbers(cards)
		}))
	};
}

function sharedRows({ rows, features, labels, weights }: TrainingRows): TrainingRows {
	const shared = new Float32Array(new SharedArrayBuffer(features.byteLength));
	shared.set(features);
	const sharedLabels = new Uint8Array(new SharedArrayBuffer(labels.byteLength));
	sharedLabels.set(labels);
	return { rows, features: shared, labels: sharedLabels, weights: sharedNumbers(weights) };
}

function sharedNumbers(values: Float64Array): Float64Array {
	const shared = new Float64Array(new SharedArrayBuffer(values.byteLength));
	shared.set(values);
	return shared;
}
