import type { BinTable } from './bin-table';
import type { Split } from './best-split';

/**
 * Reorders `order[start … start + count)` so that rows of the left child come first; both keep their order.
 *
 * @param spare at least `count` long
 */
export function partition(
	order: Uint32Array,
	spare: Uint32Array,
	start: number,
	count: number,
	{ bins, rows, edges }: BinTable,
	{ feature, bin, missingLeft }: Split
): void {
	const from = feature * rows;
	const missing = edges[feature].length + 1;
	let [left, right] = [start, 0];
	for (let i = start; i < start + count; i++) {
		const row = order[i];
		const at = bins[from + row];
		if (at === missing ? missingLeft : at <= bin) order[left++] = row;
		else spare[right++] = row;
	}
	order.set(spare.subarray(0, right), left);
}
