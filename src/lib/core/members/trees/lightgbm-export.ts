import { withoutBaseMargin } from './base-margin';
import { splitFlag } from './ensemble';
import type { TreeEnsemble } from './ensemble';
import { nextDown32 } from './float32';
import { decisionBit } from './lightgbm';
import { unsupportedTrees } from './tree-error';

/**
 * The ensemble as a `model.txt` (v4) that LightGBM loads, objective `binary sigmoid:1`. An ensemble with LightGBM's rules
 * keeps every bit of its margins. One with XGBoost's keeps its decisions on float32 features, but for values of at most
 * 1e-35 beside a threshold as small, which LightGBM takes for zero, and negative fractions of categories; sums are then
 * taken in float64.
 *
 * @param featureNames one a feature; `Column_0`… by default, as LightGBM names them. Blanks become underscores
 * @throws `pack.unsupported-model` for a categorical split that sends missing values to the left: LightGBM has none
 */
export function toLightgbm(ensemble: TreeEnsemble, featureNames: readonly string[] = []): string {
	const trees = withoutBaseMargin(ensemble);
	const columns = Array.from({ length: trees.width }, (_, i) => featureNames[i]?.replaceAll(/\s/g, '_') ?? `Column_${i}`);
	const head = {
		version: 'v4',
		num_class: 1,
		num_tree_per_iteration: 1,
		label_index: 0,
		max_feature_idx: trees.width - 1,
		objective: 'binary sigmoid:1',
		feature_names: columns.join(' '),
		// Ranges serve LightGBM's own reports only; `none` means that a feature was not used.
		feature_infos: columns.map(() => 'none').join(' ')
	};
	const parts = [`tree\n${lines(head)}`];
	trees.roots.forEach((root, index) => parts.push(`Tree=${index}\n${exportTree(trees, root)}`));
	return `${parts.join('\n')}\nend of trees\n\nfeature_importances:\n\nparameters:\nend of parameters\n\npandas_categorical:null\n`;
}

function lines(values: { readonly [name: string]: string | number | readonly number[] }): string {
	return Object.entries(values)
		.map(([name, value]) => `${name}=${typeof value === 'object' ? value.join(' ') : value}\n`)
		.join('');
}

function exportTree(ensemble: TreeEnsemble, root: number): string {
	const { feature, left, right, value, flags, setBounds, setWords } = ensemble;
	const splits: number[] = [];
	const leaves: number[] = [];
	const written = new Map<number, number>();
	const waiting = [root];
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		const isLeaf = feature[node] < 0;
		// A leaf's number is written as its complement.
		written.set(node, isLeaf ? ~(leaves.push(node) - 1) : splits.push(node) - 1);
		if (!isLeaf) waiting.push(right[node], left[node]);
	}
	const bounds = [0];
	const words: number[] = [];
	const thresholds = splits.map((node) => {
		if ((flags[node] & splitFlag.categorical) === 0) return inclusive(ensemble, node);
		for (let word = setBounds[value[node]]; word < setBounds[value[node] + 1]; word++) words.push(setWords[word]);
		return bounds.push(words.length) - 2;
	});
	const sets = bounds.length - 1;
	const number = (node: number) => written.get(node) ?? 0;
	const zeros = (of: readonly number[]) => of.map(() => 0);
	return lines({
		num_leaves: leaves.length,
		num_cat: sets,
		split_feature: splits.map((node) => feature[node]),
		split_gain: zeros(splits),
		threshold: thresholds,
		decision_type: splits.map((node) => decisionType(ensemble, node)),
		left_child: splits.map((node) => number(left[node])),
		right_child: splits.map((node) => number(right[node])),
		leaf_value: leaves.map((node) => value[node]),
		leaf_weight: zeros(leaves),
		leaf_count: zeros(leaves),
		internal_value: zeros(splits),
		internal_weight: zeros(splits),
		internal_count: zeros(splits),
		...(sets > 0 ? { cat_boundaries: bounds, cat_threshold: words } : {}),
		is_linear: 0,
		shrinkage: 1
	});
}

/** `x < t` of a float32 x is `x <= u` for the float32 u below t. */
function inclusive({ rules, value }: TreeEnsemble, node: number): number {
	return rules === 'lightgbm' ? value[node] : nextDown32(value[node]);
}

function decisionType({ flags }: TreeEnsemble, node: number): number {
	const has = (flag: number) => (flags[node] & flag) !== 0;
	if (has(splitFlag.categorical)) {
		if (has(splitFlag.missingLeft)) throw unsupportedTrees('it sends missing categories to the left, which LightGBM cannot');
		return decisionBit.categorical;
	}
	const missing = has(splitFlag.nothingIsMissing) ? 0 : has(splitFlag.zeroIsMissing) ? 1 : 2;
	return (missing << decisionBit.missingShift) | (has(splitFlag.missingLeft) ? decisionBit.defaultLeft : 0);
}
