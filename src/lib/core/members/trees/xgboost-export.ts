import { withoutBaseMargin } from './base-margin';
import { splitFlag } from './ensemble';
import type { TreeEnsemble } from './ensemble';
import { categoriesOf, strictSplit } from './strict-split';
import { unsupportedTrees } from './tree-error';

/**
 * The ensemble as the JSON text that XGBoost's `load_model` reads from a .json file, objective `binary:logistic`. Decisions on
 * float32 features are the same. Margins of an ensemble with XGBoost's rules are the same bits; one with LightGBM's rules
 * gets float32 leaves and sums. The base margin goes into the first tree's leaves.
 *
 * @param featureNames one a feature, or none
 * @throws `pack.unsupported-model` for splits that send zero elsewhere than its threshold does: XGBoost has no such rule
 */
export function toXgboost(ensemble: TreeEnsemble, featureNames: readonly string[] = []): string {
	// Versions 1.7 and 2.1 ignore the base score of such a file, and few margins are the float32 logit of a float32.
	const trees = withoutBaseMargin(ensemble);
	const model = object({
		gbtree_model_param: JSON.stringify({ num_parallel_tree: '1', num_trees: String(trees.roots.length) }),
		iteration_indptr: integers(Array.from({ length: trees.roots.length + 1 }, (_, tree) => tree)),
		tree_info: integers(Array.from(trees.roots, () => 0)),
		trees: `[${Array.from(trees.roots, (root, id) => exportTree(trees, root, id)).join(',')}]`
	});
	const learner = object({
		attributes: '{}',
		feature_names: JSON.stringify(featureNames),
		feature_types: '[]',
		gradient_booster: object({ name: '"gbtree"', model }),
		learner_model_param: JSON.stringify({
			base_score: '0.5',
			boost_from_average: '1',
			num_class: '0',
			num_feature: String(trees.width),
			num_target: '1'
		}),
		objective: JSON.stringify({ name: 'binary:logistic', reg_loss_param: { scale_pos_weight: '1' } })
	});
	// The oldest layout of these fields that current versions read without a warning.
	return object({ learner, version: '[2,0,0]' });
}

/** An object whose values are JSON already. */
function object(values: { readonly [name: string]: string }): string {
	return `{${Object.entries(values).map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

function integers(values: readonly number[]): string {
	return `[${values.join(',')}]`;
}

/** XGBoost refuses an integer where it expects a float, so every float32 is written with a point or an exponent. */
function floats(values: readonly number[]): string {
	const text = (value: number) => String(Number(value.toPrecision(9)));
	return `[${values.map((value) => text(value).replace(/^-?\d+$/, '$&.0')).join(',')}]`;
}

/** Node numbers of XGBoost in breadth-first order, where siblings are neighbours: it takes the right child to be left + 1. */
function breadthFirst({ feature, left, right, flags }: TreeEnsemble, root: number): { nodes: number[]; children: number[]; parents: number[] } {
	const nodes = [root];
	const parents = [2 ** 31 - 1];
	const children: number[] = [];
	for (let at = 0; at < nodes.length; at++) {
		const node = nodes[at];
		children.push(feature[node] < 0 ? -1 : nodes.length);
		if (feature[node] < 0) continue;
		const swapped = (flags[node] & splitFlag.categorical) !== 0;
		nodes.push(...(swapped ? [right[node], left[node]] : [left[node], right[node]]));
		parents.push(at, at);
	}
	return { nodes, children, parents };
}

function exportTree(ensemble: TreeEnsemble, root: number, id: number): string {
	const { feature, flags, value } = ensemble;
	const { nodes, children, parents } = breadthFirst(ensemble, root);
	const isSplit = (node: number) => feature[node] >= 0;
	const isCategorical = (node: number) => (flags[node] & splitFlag.categorical) !== 0;
	const condition = (node: number): { value: number; missingLeft: boolean } => {
		if (!isSplit(node)) return { value: Math.fround(value[node]), missingLeft: false };
		const missingLeft = (flags[node] & splitFlag.missingLeft) !== 0;
		if (isCategorical(node)) return { value: 0, missingLeft: !missingLeft };
		const split = strictSplit(ensemble, node);
		if (split.zeroIsMissing) throw unsupportedTrees('it treats zero as missing, which XGBoost cannot');
		if (!Number.isFinite(split.threshold)) throw unsupportedTrees('it has a threshold beyond float32');
		return { value: split.threshold, missingLeft: split.missingLeft };
	};
	const conditions = nodes.map(condition);
	const sets = nodes.flatMap((node, at) => (isCategorical(node) ? [{ at, categories: categoriesOf(ensemble, value[node]) }] : []));
	let start = 0;
	const zeros = nodes.map(() => 0);
	return object({
		base_weights: floats(zeros),
		categories: integers(sets.flatMap(({ categories }) => categories)),
		categories_nodes: integers(sets.map(({ at }) => at)),
		categories_segments: integers(sets.map(({ categories }) => (start += categories.length) - categories.length)),
		categories_sizes: integers(sets.map(({ categories }) => categories.length)),
		default_left: integers(conditions.map(({ missingLeft }) => (missingLeft ? 1 : 0))),
		id: String(id),
		left_children: integers(children),
		loss_changes: floats(zeros),
		parents: integers(parents),
		right_children: integers(children.map((child) => (child < 0 ? -1 : child + 1))),
		split_conditions: floats(conditions.map((split) => split.value)),
		split_indices: integers(nodes.map((node) => Math.max(feature[node], 0))),
		split_type: integers(nodes.map((node) => (isCategorical(node) ? 1 : 0))),
		sum_hessian: floats(zeros),
		tree_param: JSON.stringify({
			num_deleted: '0',
			num_feature: String(ensemble.width),
			num_nodes: String(nodes.length),
			size_leaf_vector: '1'
		})
	});
}
