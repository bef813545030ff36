import { splitFlag, zeroBound } from '../../core/members/trees/ensemble';
import type { TreeEnsemble } from '../../core/members/trees/ensemble';
import { slotKind } from '../../core/members/trees/slots';
import { strictSplit } from '../../core/members/trees/strict-split';
import { unavailable } from './failure';
import { fixedPoint } from './fixed-point';

/** An ensemble as the shader of `gpu-trees-shader.ts` reads it. */
export interface GpuTrees {
	/**
	 * Four words a node, in the ensemble's order. A split: the threshold's key or the first word of its set, 8 · feature +
	 * kind (core's `slotKind`), the right child, the number of categories that its set can hold. A leaf: its share's low
	 * word or float32 bits, {@link leafMark}, its high word, nothing.
	 */
	readonly nodes: Uint32Array<ArrayBuffer>;
	readonly roots: Uint32Array<ArrayBuffer>;
	readonly setWords: Uint32Array<ArrayBuffer>;
	/** Features a row. */
	readonly width: number;
	/** Whether categories are cut to integers first, so that -0.5 is 0, as LightGBM has it. */
	readonly cutsFirst: boolean;
	/** Whether sums are float32, tree by tree; else they are integers of 64 bits. */
	readonly float32Sums: boolean;
	/** Bits of the float32 from which float32 sums start; 0 otherwise. */
	readonly start: number;
	/** A row's margin of the two words that the shader gives. */
	marginOf(low: number, high: number): number;
}

export const leafMark = 0xffff_ffff;
/** Up to here float32 knows every integer, which categories are cut to. */
const mostCategories = 2 ** 24;

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

/** The bits of the float32 nearest to x. */
function float32Bits(x: number): number {
	float[0] = x;
	return floatBits[0];
}

/**
 * An unsigned integer that is larger for a larger float32, and the same for both zeros. WGSL may take subnormal numbers for zero
 * and assume that there is no NaN and no infinity, so the shader compares integers.
 */
export function orderKey(x: number): number {
	const bits = float32Bits(x === 0 ? 0 : x);
	return (bits >>> 31 === 1 ? ~bits : bits | 0x8000_0000) >>> 0;
}

export const zeroBoundBits = float32Bits(zeroBound);

/** Throws `engine.no-backend` for trees that the shader cannot compute. */
export function gpuTrees(ensemble: TreeEnsemble): GpuTrees {
	const { feature, value, right, roots, setBounds, baseMargin } = ensemble;
	const float32Sums = ensemble.rules === 'xgboost';
	const largest = roots.reduce((sum, root, tree) => sum + largestLeaf(ensemble, root, roots[tree + 1] ?? feature.length), 0);
	if (!Number.isFinite(largest)) throw unavailable('webgpu', 'This pack has trees whose leaves may add up to infinity, which WebGPU has no number for.');
	const { encode, decode } = fixedPoint(largest);
	const nodes = new Uint32Array(4 * feature.length);
	for (let node = 0; node < feature.length; node++) {
		if (feature[node] < 0) {
			const [low, high] = float32Sums ? [float32Bits(value[node]), 0] : encode(value[node]);
			nodes.set([low, leafMark, high, 0], 4 * node);
		} else {
			const { test, kind, categories } = splitWords(ensemble, node);
			nodes.set([test, 8 * feature[node] + kind, right[node], categories], 4 * node);
		}
	}
	if (setBounds.some((bound, set) => set > 0 && 32 * (bound - setBounds[set - 1]) > mostCategories)) {
		throw unavailable('webgpu', `This pack has trees with sets of more than ${mostCategories} categories, which only the other backends know.`);
	}
	const marginOf = float32Sums
		? (low: number): number => {
				floatBits[0] = low;
				return float[0];
			}
		: (low: number, high: number): number => baseMargin + decode(low, high);
	return {
		nodes,
		roots: Uint32Array.from(roots),
		setWords: Uint32Array.from(ensemble.setWords),
		width: ensemble.width,
		cutsFirst: ensemble.rules === 'lightgbm',
		float32Sums,
		start: float32Sums ? float32Bits(baseMargin) : 0,
		marginOf
	};
}

function splitWords(ensemble: TreeEnsemble, node: number): { readonly test: number; readonly kind: number; readonly categories: number } {
	const { flags, value, setBounds } = ensemble;
	if ((flags[node] & splitFlag.categorical) !== 0) {
		const set = value[node];
		const kind = (flags[node] & splitFlag.missingLeft) !== 0 ? slotKind.setMissingLow : slotKind.setMissingHigh;
		return { test: setBounds[set], kind, categories: 32 * (setBounds[set + 1] - setBounds[set]) };
	}
	const { threshold, missingLeft, zeroIsMissing } = strictSplit(ensemble, node);
	const [low, high] = zeroIsMissing ? [slotKind.zeroLow, slotKind.zeroHigh] : [slotKind.missingLow, slotKind.missingHigh];
	return { test: orderKey(threshold), kind: missingLeft ? low : high, categories: 0 };
}

function largestLeaf({ feature, value }: TreeEnsemble, from: number, to: number): number {
	let largest = 0;
	for (let node = from; node < to; node++) if (feature[node] < 0) largest = Math.max(largest, Math.abs(value[node]));
	return largest;
}
