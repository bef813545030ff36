import { shuffle } from '../core/random/random';
import type { Random } from '../core/random/random';

export interface Split {
	readonly train: number[];
	readonly validation: number[];
	readonly test: number[];
}

/**
 * Splits row indices at random so that frauds and normals each have the given shares in every part; indices ascend. The
 * rest after train and validation is the test part.
 */
export function stratifiedSplit(labels: Uint8Array, shares: { train: number; validation: number }, random: Random): Split {
	const split: Split = { train: [], validation: [], test: [] };
	for (const label of [0, 1]) {
		const rows: number[] = [];
		labels.forEach((value, row) => {
			if (value === label) rows.push(row);
		});
		shuffle(rows, random);
		const trainEnd = Math.round(rows.length * shares.train);
		const validationEnd = Math.round(rows.length * (shares.train + shares.validation));
		rows.forEach((row, i) => (i < trainEnd ? split.train : i < validationEnd ? split.validation : split.test).push(row));
	}
	for (const part of [split.train, split.validation, split.test]) part.sort((a, b) => a - b);
	return split;
}
