/** Whose rules decide at a split and how leaves are added; see {@link TreeEnsemble}. */
export const treeRules = ['xgboost', 'lightgbm'] as const;
export type TreeRules = (typeof treeRules)[number];

/** Bits of a split's `flags`. The two `missing` bits exclude each other and are LightGBM's only. */
export const splitFlag = {
	/** A missing value goes left; without the bit it goes right. */
	missingLeft: 1,
	/** `value` is the index of a set of categories; a category of the set goes left, any other right. */
	categorical: 2,
	/** Zero is missing, and NaN is zero. */
	zeroIsMissing: 4,
	/** NaN is zero, and nothing is missing. */
	nothingIsMissing: 8
} as const;

/**
 * Trees in flat arrays; the margin of a row is the base margin plus one leaf a tree. In preorder: a split's left child is
 * the node after it.
 *
 * Rules `xgboost`: features and thresholds are float32, `x < threshold` goes left, NaN is missing, the sum is taken in
 * float32 from the base margin on, tree by tree. Categories are cut to integers; a negative number is none.
 *
 * Rules `lightgbm`: features, thresholds and the sum are float64, `x <= threshold` goes left, a feature of at most
 * {@link zeroBound} is zero, what is missing is said at each split. Categories are cut to integers first, so that -0.5 is 0.
 */
export interface TreeEnsemble {
	readonly rules: TreeRules;
	/** Features a row. */
	readonly width: number;
	readonly baseMargin: number;
	/** `[trees]`: the node that a tree begins with. */
	readonly roots: Int32Array;
	/** `[nodes]`: the feature that a split asks for, -1 in a leaf. */
	readonly feature: Int32Array;
	/** `[nodes]`: a split's threshold or index of a category set; a leaf's share of the margin. */
	readonly value: Float64Array;
	/** `[nodes]`: children; -1 in a leaf. */
	readonly left: Int32Array;
	readonly right: Int32Array;
	/** `[nodes]`: {@link splitFlag} bits; 0 in a leaf. */
	readonly flags: Uint8Array;
	/** Category set s is the bits of `setWords` from word `setBounds[s]` to before `setBounds[s + 1]`. */
	readonly setBounds: Int32Array;
	readonly setWords: Uint32Array;
}

/** LightGBM's `kZeroThreshold`, a float32: what is not larger counts as zero. */
export const zeroBound = Math.fround(1e-35);

/**
 * The reference that every faster implementation is judged by: margins of `rows` rows.
 *
 * @param features `[rows × width]`, row-major; NaN where there is no value. Float64 values are rounded to float32 for
 * XGBoost's rules
 * @param out `[rows]`, filled with margins (logits), not clipped
 * @throws RangeError when an array is too short
 */
export function treeMargins(
	ensemble: TreeEnsemble,
	features: Float32Array | Float64Array,
	rows: number,
	out: Float64Array
): void {
	const { width, baseMargin, roots, value, rules } = ensemble;
	if (features.length < rows * width || out.length < rows) {
		throw new RangeError(`${rows} rows of ${width} features need ${rows * width} values and ${rows} margins.`);
	}
	for (let row = 0; row < rows; row++) {
		let margin = baseMargin;
		for (const root of roots) {
			margin += value[leafOf(ensemble, root, features, row * width)];
			if (rules === 'xgboost') margin = Math.fround(margin);
		}
		out[row] = margin;
	}
}

/** The leaf that a row ends in; `root` is a node to start from, `start` the index of the row's first feature. */
function leafOf(ensemble: TreeEnsemble, root: number, features: Float32Array | Float64Array, start: number): number {
	const { feature, left, right } = ensemble;
	let node = root;
	while (feature[node] >= 0) {
		node = goesLeft(ensemble, node, features[start + feature[node]]) ? left[node] : right[node];
	}
	return node;
}

function goesLeft(ensemble: TreeEnsemble, node: number, written: number): boolean {
	const flags = ensemble.flags[node];
	const xgboost = ensemble.rules === 'xgboost';
	let x = xgboost ? Math.fround(written) : Math.abs(written) <= zeroBound ? 0 : written;
	if ((flags & splitFlag.categorical) !== 0) {
		if (Number.isNaN(x)) return (flags & splitFlag.missingLeft) !== 0;
		const category = xgboost && x < 0 ? -1 : Math.trunc(x);
		return inSet(ensemble, ensemble.value[node], category);
	}
	if ((flags & (splitFlag.zeroIsMissing | splitFlag.nothingIsMissing)) !== 0 && Number.isNaN(x)) x = 0;
	if (Number.isNaN(x) || (x === 0 && (flags & splitFlag.zeroIsMissing) !== 0)) {
		return (flags & splitFlag.missingLeft) !== 0;
	}
	return xgboost ? x < ensemble.value[node] : x <= ensemble.value[node];
}

/** Whether a category set has the integer `category`; false for what no set can hold. */
export function inSet({ setBounds, setWords }: TreeEnsemble, set: number, category: number): boolean {
	const words = setBounds[set + 1] - setBounds[set];
	if (!(category >= 0 && category < words * 32)) return false;
	return ((setWords[setBounds[set] + Math.floor(category / 32)] >>> (category % 32)) & 1) === 1;
}

/** The first `count` trees alone, as an early-stopped model is used. */
export function firstTrees(ensemble: TreeEnsemble, count: number): TreeEnsemble {
	if (count >= ensemble.roots.length) return ensemble;
	const nodes = ensemble.roots[count];
	return {
		...ensemble,
		roots: ensemble.roots.slice(0, count),
		feature: ensemble.feature.slice(0, nodes),
		value: ensemble.value.slice(0, nodes),
		left: ensemble.left.slice(0, nodes),
		right: ensemble.right.slice(0, nodes),
		flags: ensemble.flags.slice(0, nodes)
	};
}
