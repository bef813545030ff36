/** What {@link scoreTrees} reads, made by `compileTrees` of core's members, where every field is described. */
export interface TreeTables {
	readonly width: number;
	readonly baseMargin: number;
	readonly float32Sums: boolean;
	readonly slotFeature: Int32Array;
	readonly slotKinds: Uint8Array;
	readonly slotSet: Int32Array;
	readonly setBounds: Int32Array;
	readonly setWords: Uint32Array;
	readonly cutsFirst: boolean;
	readonly testStart: Int32Array;
	readonly testMiddle: Int32Array;
	readonly threshold: Float64Array;
	readonly word: Int32Array;
	readonly mask: Int32Array;
	readonly wordStart: Int32Array;
	readonly leafStart: Int32Array;
	readonly leaves: Float64Array;
}

/** LightGBM's bound of zero. */
const zeroBound = Math.fround(1e-35);

/**
 * Margins of boosted trees, row by row by QuickScorer: the reference's decisions and sums, bit by bit.
 *
 * @param features float32, `[rows × width]`, row-major; NaN where missing
 * @param out `[rows]`, filled with margins
 */
export function scoreTrees(tables: TreeTables, features: Float32Array, rows: number, out: Float64Array): void {
	const { slotFeature, slotKinds, testStart, testMiddle, threshold, word, mask, width } = tables;
	const { wordStart, leafStart, leaves, baseMargin, float32Sums } = tables;
	const slots = slotFeature.length;
	const trees = leafStart.length;
	const words = new Int32Array(wordStart[trees]);
	for (let row = 0; row < rows; row++) {
		words.fill(-1);
		const start = row * width;
		for (let slot = 0; slot < slots; slot++) {
			const written = features[start + slotFeature[slot]];
			// Kinds 0 and 1 of a number are the number; only NaN differs from itself.
			const x = slotKinds[slot] > 1 || written !== written ? special(tables, slot, written) : written;
			const middle = testMiddle[slot];
			const end = testStart[slot + 1];
			let test = middle;
			while (test < end && x >= threshold[test]) {
				words[word[test]] &= mask[test];
				test++;
			}
			const first = testStart[slot];
			test = middle - 1;
			while (test >= first && x < threshold[test]) {
				words[word[test]] &= mask[test];
				test--;
			}
		}
		let margin = baseMargin;
		for (let tree = 0; tree < trees; tree++) {
			let leaf = leafStart[tree];
			let at = wordStart[tree];
			let bits = words[at];
			// One bit of a tree is always left.
			while (bits === 0) {
				bits = words[++at];
				leaf += 32;
			}
			const sum = margin + leaves[leaf + 31 - Math.clz32(bits & -bits)];
			margin = float32Sums ? Math.fround(sum) : sum;
		}
		out[row] = margin;
	}
}

/** A slot's number where it is not the feature's own; the kinds are core's `slotKind`. */
function special(tables: TreeTables, slot: number, x: number): number {
	const kind = tables.slotKinds[slot];
	const missing = kind % 2 === 1 ? -Infinity : Infinity;
	if (Number.isNaN(x)) return missing;
	if (kind < 4) return Math.abs(x) <= zeroBound ? missing : x;
	return inSet(tables, tables.slotSet[slot], x) ? -Infinity : Infinity;
}

function inSet({ setBounds, setWords, cutsFirst }: TreeTables, set: number, x: number): boolean {
	const from = setBounds[set];
	const category = cutsFirst || x >= 0 ? Math.trunc(x) : -1;
	if (!(category >= 0 && category < 32 * (setBounds[set + 1] - from))) return false;
	return ((setWords[from + (category >>> 5)] >>> (category & 31)) & 1) === 1;
}
