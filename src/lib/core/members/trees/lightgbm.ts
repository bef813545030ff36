import { EnsembleBuilder } from './builder';
import type { SourceNode } from './builder';
import { splitFlag } from './ensemble';
import { splitLightgbm } from './lightgbm-text';
import type { LightgbmPart } from './lightgbm-text';
import { invalidTrees, unsupportedTrees } from './tree-error';
import type { ImportedTrees } from './xgboost';

/** Bits of `decision_type`; the missing type lies above them: 0 none, 1 zero, 2 NaN (LightGBM's tree.h). */
export const decisionBit = { categorical: 1, defaultLeft: 2, missingShift: 2 } as const;
const missingFlags = [splitFlag.nothingIsMissing, splitFlag.zeroIsMissing, 0];

/**
 * Reads LightGBM's `model.txt` (v3 and v4; tried with 4.7): one output, objective `binary` or `cross_entropy`. Margins
 * equal `predict(raw_score=True)`, times the objective's `sigmoid` where that is not 1, so that they always are logits.
 *
 * @throws `pack.invalid`, `pack.unsupported-model` naming what cannot be run
 */
export function parseLightgbm(text: string): ImportedTrees {
	const { head, trees } = splitLightgbm(text);
	if (head.integer('num_class') !== 1 || head.integer('num_tree_per_iteration') !== 1) {
		throw unsupportedTrees('it has more than one output');
	}
	if (head.has('average_output')) throw unsupportedTrees('it averages its trees (boosting “rf”)');
	const scale = logitScale(head);
	const width = head.integer('max_feature_idx') + 1;
	const builder = new EnsembleBuilder('lightgbm', width);
	for (const tree of trees) addTree(builder, tree, scale);
	const names = head.has('feature_names') ? head.text('feature_names').split(' ') : [];
	return { ensemble: builder.finish(0), featureNames: names.length === width ? names : [], bestTrees: null };
}

/** `objective=binary sigmoid:1` makes the probability 1 / (1 + e^(-sigmoid · sum of leaves)). */
function logitScale(head: LightgbmPart): number {
	const objective = head.has('objective') ? head.text('objective') : 'custom';
	const [name, ...settings] = objective.split(' ');
	if (name === 'cross_entropy') return 1;
	if (name !== 'binary') throw unsupportedTrees(`it was trained for “${name}”, only binary and cross_entropy are supported`);
	const written = settings.find((setting) => setting.startsWith('sigmoid:'));
	const scale = Number(written?.slice('sigmoid:'.length) ?? 1);
	if (!(scale > 0 && scale < Infinity)) throw invalidTrees(`its objective “${objective}” has no positive sigmoid`);
	return scale;
}

function addTree(builder: EnsembleBuilder, tree: LightgbmPart, scale: number): void {
	if (tree.has('is_linear') && tree.integer('is_linear') !== 0) throw unsupportedTrees('its leaves are linear models');
	const leaves = tree.integer('num_leaves');
	const splits = leaves - 1;
	if (leaves < 1) throw invalidTrees(`${tree.title} has no leaf`);
	const values = tree.numbers('leaf_value', leaves);
	const leaf = (index: number): SourceNode => ({ kind: 'leaf', value: values[index] * scale });
	if (splits === 0) return builder.tree(0, 1, leaf);
	const column = (name: string) => tree.numbers(name, splits);
	const [features, thresholds, decisions] = [column('split_feature'), column('threshold'), column('decision_type')];
	const [lefts, rights] = [column('left_child'), column('right_child')];
	const sets = categorySets(tree);
	// A child below zero is the leaf ~child; here leaves are numbered after the splits.
	const child = (written: number): number => (written < 0 ? splits + ~written : written);
	builder.tree(0, splits + leaves, (node): SourceNode => {
		if (node >= splits) return leaf(node - splits);
		const decision = decisions[node];
		const missing = decision >> decisionBit.missingShift;
		if (!(missing in missingFlags)) throw invalidTrees(`${tree.title} has the unknown decision_type ${decision}`);
		const split = { kind: 'split', feature: features[node], left: child(lefts[node]), right: child(rights[node]) } as const;
		if ((decision & decisionBit.categorical) !== 0) {
			const categories = sets[thresholds[node]];
			if (!categories) throw invalidTrees(`${tree.title} has no category set ${thresholds[node]}`);
			return { ...split, threshold: 0, flags: 0, categories };
		}
		const flags = missingFlags[missing] | ((decision & decisionBit.defaultLeft) !== 0 ? splitFlag.missingLeft : 0);
		return { ...split, threshold: thresholds[node], flags };
	});
}

/** Each set's categories in ascending order. */
function categorySets(tree: LightgbmPart): number[][] {
	const count = tree.integer('num_cat');
	if (count === 0) return [];
	const bounds = tree.numbers('cat_boundaries', count + 1);
	const words = tree.numbers('cat_threshold', bounds[count]);
	return Array.from({ length: count }, (_, set) => {
		const categories: number[] = [];
		for (let word = bounds[set]; word < bounds[set + 1]; word++) {
			for (let bit = 0; bit < 32; bit++) if ((words[word] >>> bit) & 1) categories.push((word - bounds[set]) * 32 + bit);
		}
		return categories;
	});
}
