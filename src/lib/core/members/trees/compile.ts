import type { TreeEnsemble } from './ensemble';
import { SlotTable } from './slots';
import type { Slots } from './slots';

/**
 * An ensemble in the form that the fast kernel reads: QuickScorer (Lucchese et al., SIGIR 2015), but scanned outwards from
 * a typical value.
 *
 * A split of either library's rules has become `slot < threshold` in float32, where a slot is a feature with its missing
 * values put where the split wants them. A tree's leaves are the bits of one or more words, in an order of the children
 * that the split itself chooses: first the child that a typical row would take. A row that takes the other child clears the
 * first one's bits; the lowest bit left is its leaf. So a row costs as many steps as it has splits that are not typical.
 */
export interface CompiledTrees extends Slots {
	readonly width: number;
	readonly baseMargin: number;
	/** Whether sums are rounded to float32 tree by tree. */
	readonly float32Sums: boolean;
	/**
	 * `[slots + 1]` and `[slots]`: slot s has the tests from `testStart[s]` to before `testStart[s + 1]`, ascending by
	 * threshold. Those before `testMiddle[s]` clear when `slot < threshold`, the others when not.
	 */
	readonly testStart: Int32Array;
	readonly testMiddle: Int32Array;
	/** `[tests]`: float32 numbers; the word that a test changes, and what it leaves of it. */
	readonly threshold: Float64Array;
	readonly word: Int32Array;
	readonly mask: Int32Array;
	/** `[trees + 1]`: each tree's first word. */
	readonly wordStart: Int32Array;
	/** `[trees]`: the leaf that is the lowest bit of the tree's first word. */
	readonly leafStart: Int32Array;
	/** `[leaves]`: shares of the margin. */
	readonly leaves: Float64Array;
}

/** One split before it is cut into words. */
interface Test {
	readonly node: number;
	readonly threshold: number;
}

/**
 * Prepares an ensemble for the kernel, whose decisions on float32 features are the reference's, one and all.
 *
 * @param typical a value for each feature, best its median: rows like it are the quickest. Without it, or where it is
 * NaN, the middle of the thresholds serves
 */
export function compileTrees(ensemble: TreeEnsemble, typical?: ArrayLike<number>): CompiledTrees {
	const { feature, left, right, roots, rules, value } = ensemble;
	const nodes = feature.length;
	const table = new SlotTable(ensemble);
	const tests: Test[][] = [];
	for (let node = 0; node < nodes; node++) {
		if (feature[node] < 0) continue;
		const { slot, threshold } = table.place(node);
		(tests[slot] ??= []).push({ node, threshold });
	}
	for (const ofSlot of tests) ofSlot.sort((a, b) => a.threshold - b.threshold || a.node - b.node);
	const leftFirst = new Uint8Array(nodes);
	const middles = tests.map((ofSlot) => middleOf(ofSlot, typical?.[feature[ofSlot[0].node]] ?? NaN));
	tests.forEach((ofSlot, slot) => ofSlot.forEach(({ node }, i) => (leftFirst[node] = i < middles[slot] ? 0 : 1)));

	// Children come after their parent, so leaves are counted backwards and numbered forwards.
	const leavesBelow = new Int32Array(nodes);
	for (let node = nodes - 1; node >= 0; node--) {
		leavesBelow[node] = feature[node] < 0 ? 1 : leavesBelow[left[node]] + leavesBelow[right[node]];
	}
	const wordStart = new Int32Array(roots.length + 1);
	const leafStart = new Int32Array(roots.length);
	roots.forEach((root, tree) => {
		wordStart[tree + 1] = wordStart[tree] + Math.ceil(leavesBelow[root] / 32);
		leafStart[tree] = tree === 0 ? 0 : leafStart[tree - 1] + leavesBelow[roots[tree - 1]];
	});
	const position = new Int32Array(nodes);
	const firstWord = new Int32Array(nodes);
	const leaves = new Float64Array(nodes === 0 ? 0 : (nodes + roots.length) / 2);
	for (let node = 0, tree = -1; node < nodes; node++) {
		if (node === roots[tree + 1]) tree++;
		firstWord[node] = wordStart[tree];
		if (feature[node] < 0) {
			leaves[leafStart[tree] + position[node]] = value[node];
			continue;
		}
		const [first, second] = leftFirst[node] === 1 ? [left[node], right[node]] : [right[node], left[node]];
		position[first] = position[node];
		position[second] = position[node] + leavesBelow[first];
	}

	const [threshold, word, mask]: [number[], number[], number[]] = [[], [], []];
	const clear = (test: Test): void => {
		const first = leftFirst[test.node] === 1 ? left[test.node] : right[test.node];
		const [from, to] = [position[first], position[first] + leavesBelow[first]];
		for (let at = from; at < to; at = 32 * (Math.floor(at / 32) + 1)) {
			const end = Math.min(to, 32 * (Math.floor(at / 32) + 1));
			threshold.push(test.threshold);
			word.push(firstWord[test.node] + Math.floor(at / 32));
			mask.push(~((2 ** (end - at) - 1) * 2 ** (at % 32)));
		}
	};
	const testStart = [0];
	const testMiddle: number[] = [];
	tests.forEach((ofSlot, slot) => {
		ofSlot.slice(0, middles[slot]).forEach(clear);
		testMiddle.push(threshold.length);
		ofSlot.slice(middles[slot]).forEach(clear);
		testStart.push(threshold.length);
	});
	return {
		...table.finish(),
		width: ensemble.width,
		baseMargin: ensemble.baseMargin,
		float32Sums: rules === 'xgboost',
		testStart: Int32Array.from(testStart),
		testMiddle: Int32Array.from(testMiddle),
		threshold: Float64Array.from(threshold),
		word: Int32Array.from(word),
		mask: Int32Array.from(mask),
		wordStart,
		leafStart,
		leaves
	};
}

/** How many of the ascending tests a typical row fails. */
function middleOf(tests: readonly Test[], typical: number): number {
	return Number.isNaN(typical) ? tests.length >> 1 : tests.filter(({ threshold }) => typical >= threshold).length;
}
