import { log } from '../../number/exp-log';
import { z } from '../../zod';
import { EnsembleBuilder } from './builder';
import type { SourceNode } from './builder';
import { splitFlag } from './ensemble';
import type { TreeEnsemble } from './ensemble';
import { invalidTrees, unsupportedTrees } from './tree-error';
import { xgboostFile, xgboostTrees } from './xgboost-schema';
import type { XgboostTree } from './xgboost-schema';

/** Trees as another library saved them. */
export interface ImportedTrees {
	readonly ensemble: TreeEnsemble;
	/** One name a feature; empty when the file has none. */
	readonly featureNames: readonly string[];
	/**
	 * How many trees early stopping would keep; null when the file does not say. XGBoost's `Booster.predict` uses all
	 * trees all the same, its scikit-learn classes only these: `firstTrees`.
	 */
	readonly bestTrees: number | null;
}

/** Objectives whose margin is a logit. The last one's base score is one too, the others' a probability. */
const objectives = ['binary:logistic', 'reg:logistic', 'binary:logitraw'];

/**
 * Reads the parsed JSON of XGBoost's `save_model` (tried with 1.7, 2.1 and 3.2): `gbtree` boosters of one output with
 * a logistic objective. Margins equal `predict(output_margin=True)` but for the last bit of the base margin's logarithm.
 *
 * @throws `pack.invalid`, `pack.unsupported-model` naming what cannot be run
 */
export function parseXgboost(model: unknown): ImportedTrees {
	const { learner } = check(xgboostFile, model);
	const { name } = learner.gradient_booster;
	if (name !== 'gbtree') throw unsupportedTrees(`its booster is “${name}”, only “gbtree” is supported`);
	const objective = learner.objective.name;
	if (!objectives.includes(objective)) {
		throw unsupportedTrees(`it was trained for “${objective}”, only ${objectives.join(', ')} are supported`);
	}
	const { num_class, num_target = 1, num_feature, base_score } = learner.learner_model_param;
	if (num_class > 1 || num_target > 1) throw unsupportedTrees('it has more than one output');
	const { trees, iteration_indptr, cats } = check(xgboostTrees, learner.gradient_booster.model);
	if (cats?.enc?.length) throw unsupportedTrees('it holds names of categories; train it on their codes');
	const builder = new EnsembleBuilder('xgboost', num_feature);
	for (const tree of trees) addTree(builder, tree);
	const best = Number(learner.attributes?.best_iteration ?? NaN);
	return {
		ensemble: builder.finish(baseMargin(base_score, objective)),
		featureNames: learner.feature_names ?? [],
		bestTrees: Number.isNaN(best) ? null : (iteration_indptr?.[best + 1] ?? best + 1)
	};
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw invalidTrees(`it is not what XGBoost's save_model writes to a .json file: ${z.prettifyError(parsed.error)}`);
}

function baseMargin(text: string, objective: string): number {
	const score = Math.fround(Number(text.replace(/^\[(.*)\]$/, '$1')));
	if (objective === 'binary:logitraw') return score;
	if (!(score > 0 && score < 1)) throw invalidTrees(`its base_score “${text}” is not a probability between 0 and 1`);
	return logit32(score);
}

/** The margin that XGBoost starts from: `-logf(1 / p - 1)`, every step in float32. */
function logit32(p: number): number {
	return Math.fround(-log(Math.fround(Math.fround(1 / p) - 1)));
}

function addTree(builder: EnsembleBuilder, tree: XgboostTree): void {
	if (Number(tree.tree_param.size_leaf_vector ?? 1) > 1) throw unsupportedTrees('its leaves are vectors');
	const nodes = tree.left_children.length;
	const columns = [tree.right_children, tree.split_indices, tree.split_conditions, tree.default_left];
	if (columns.some(({ length }) => length !== nodes) || nodes === 0) throw invalidTrees('a tree has columns of different lengths');
	const categories = categoriesByNode(tree);
	builder.tree(0, nodes, (node): SourceNode => {
		const [left, right] = [tree.left_children[node], tree.right_children[node]];
		if (left < 0) return { kind: 'leaf', value: tree.split_conditions[node] };
		const feature = tree.split_indices[node];
		const missingLeft = tree.default_left[node] !== 0;
		if (tree.split_type?.[node] !== 1) {
			const flags = missingLeft ? splitFlag.missingLeft : 0;
			return { kind: 'split', feature, threshold: tree.split_conditions[node], flags, left, right };
		}
		const set = categories.get(node);
		if (!set) throw invalidTrees(`the categorical split ${node} of a tree has no categories`);
		// XGBoost sends the categories of the set to the right, we to the left.
		const flags = missingLeft ? 0 : splitFlag.missingLeft;
		return { kind: 'split', feature, threshold: 0, categories: set, flags, left: right, right: left };
	});
}

function categoriesByNode(tree: XgboostTree): Map<number, number[]> {
	const { categories = [], categories_nodes = [], categories_segments = [], categories_sizes = [] } = tree;
	return new Map(
		categories_nodes.map((node, i) => {
			const start = categories_segments[i];
			return [node, categories.slice(start, start + categories_sizes[i])];
		})
	);
}
