import { shuffle } from '../../core/random/random';
import type { Random } from '../../core/random/random';

/**
 * Draws `wanted` of `rows` row numbers without replacement into `into`, ascending (Knuth's algorithm S). All of them need
 * no chance.
 */
export function drawRows(rows: number, wanted: number, random: Random, into: Uint32Array): void {
	let drawn = 0;
	for (let row = 0; drawn < wanted; row++) {
		const [left, missing] = [rows - row, wanted - drawn];
		if (left === missing || random.next() * left < missing) into[drawn++] = row;
	}
}

/** Draws a share of the features, at least one, ascending. */
export function drawFeatures(width: number, share: number, random: Random): Int32Array {
	const all = Int32Array.from({ length: width }, (_, feature) => feature);
	if (share >= 1) return all;
	return shuffle(all, random).slice(0, Math.max(1, Math.round(share * width))).sort();
}
