import type { EnsembleBuilder } from '../../core/members/trees/builder';
import { splitFlag } from '../../core/members/trees/ensemble';
import type { BinTable } from './bin-table';

/** The largest finite float32: below it lies every value but itself, so that such a split parts present from missing. */
const beyondAll = (2 - 2 ** -23) * 2 ** 127;

/** A tree over bins. Node 0 is the root. */
export class GrownTree {
	/** The feature a split asks for; -1 in a leaf. */
	readonly feature: number[] = [-1];
	/** The last bin that goes left. */
	readonly bin: number[] = [0];
	readonly missingLeft: boolean[] = [false];
	readonly left: number[] = [-1];
	readonly right: number[] = [-1];
	/** A leaf's share of the margin, a float32. */
	readonly value: number[] = [0];

	/** Turns a leaf into a split with two new leaves; returns the left one, the right one follows it. */
	split(node: number, feature: number, bin: number, missingLeft: boolean): number {
		const left = this.feature.push(-1, -1) - 2;
		this.bin.push(0, 0);
		this.missingLeft.push(false, false);
		this.left.push(-1, -1);
		this.right.push(-1, -1);
		this.value.push(0, 0);
		this.feature[node] = feature;
		this.bin[node] = bin;
		this.missingLeft[node] = missingLeft;
		this.left[node] = left;
		this.right[node] = left + 1;
		return left;
	}

	/** Adds this tree to float32 margins, as scoring does; to rows with `skip[row] === 1` not. */
	addTo(margins: Float32Array, { rows, bins, edges }: BinTable, skip: Uint8Array | null = null): void {
		const feature = Int32Array.from(this.feature);
		const start = feature.map((index) => index * rows);
		const missing = feature.map((index) => (index < 0 ? 0 : edges[index].length + 1));
		const [bin, left, right] = [Int32Array.from(this.bin), Int32Array.from(this.left), Int32Array.from(this.right)];
		const forMissing = feature.map((_, node) => (this.missingLeft[node] ? left[node] : right[node]));
		const value = Float64Array.from(this.value);
		for (let row = 0; row < rows; row++) {
			if (skip !== null && skip[row] === 1) continue;
			let node = 0;
			while (feature[node] >= 0) {
				const at = bins[start[node] + row];
				node = at === missing[node] ? forMissing[node] : at <= bin[node] ? left[node] : right[node];
			}
			margins[row] += value[node];
		}
	}

	/** Appends this tree, with thresholds instead of bins. */
	appendTo(builder: EnsembleBuilder, { edges }: BinTable): void {
		builder.tree(0, this.feature.length, (node) => {
			const feature = this.feature[node];
			if (feature < 0) return { kind: 'leaf', value: this.value[node] };
			const [threshold = beyondAll] = edges[feature].subarray(this.bin[node]);
			const flags = this.missingLeft[node] ? splitFlag.missingLeft : 0;
			return { kind: 'split', feature, threshold, flags, left: this.left[node], right: this.right[node] };
		});
	}
}
