import { z } from '../../zod';
import { EnsembleBuilder } from './builder';
import type { SourceNode } from './builder';
import { splitFlag, treeRules } from './ensemble';
import type { TreeEnsemble } from './ensemble';
import { bytesFromText, textFromBytes } from './base64';
import { categoriesOf } from './strict-split';
import { invalidTrees } from './tree-error';

/**
 * Trees as a pack holds them, about eight bytes a node with XGBoost's rules. Nodes are in preorder, so that the features
 * tell the shape: a split is followed by its left subtree, then its right one. Arrays are little-endian bytes in base64.
 */
const treesFile = z.strictObject({
	format: z.literal('shrike-trees'),
	formatVersion: z.literal(1),
	rules: z.enum(treeRules),
	width: z.number().int().positive().max(0xffff),
	baseMargin: z.number(),
	trees: z.number().int().nonnegative(),
	/** uint16 a node: 0 in a leaf, else the feature plus one. */
	features: z.string(),
	/** uint8 a split: `splitFlag` bits. */
	flags: z.string(),
	/** float32 a node for XGBoost's rules, else float64: a split's threshold or index of its set, a leaf's margin. */
	values: z.string(),
	/** Categories of each set, ascending. */
	sets: z.array(z.array(z.number().int().nonnegative()))
});
export type TreesFile = z.infer<typeof treesFile>;

export function serialiseTrees(ensemble: TreeEnsemble): TreesFile {
	const { rules, width, baseMargin, roots, feature, value, flags, setBounds } = ensemble;
	const bytesAValue = rules === 'xgboost' ? 4 : 8;
	const features = new DataView(new ArrayBuffer(feature.length * 2));
	const values = new DataView(new ArrayBuffer(feature.length * bytesAValue));
	feature.forEach((index, node) => {
		features.setUint16(node * 2, index + 1, true);
		if (rules === 'xgboost') values.setFloat32(node * 4, value[node], true);
		else values.setFloat64(node * 8, value[node], true);
	});
	return {
		format: 'shrike-trees',
		formatVersion: 1,
		rules,
		width,
		baseMargin,
		trees: roots.length,
		features: textFromBytes(new Uint8Array(features.buffer)),
		flags: textFromBytes(flags.filter((_, node) => feature[node] >= 0)),
		values: textFromBytes(new Uint8Array(values.buffer)),
		sets: Array.from({ length: setBounds.length - 1 }, (_, set) => categoriesOf(ensemble, set))
	};
}

/** The inverse of {@link serialiseTrees}. Throws `pack.invalid` for what is no well-formed file. */
export function parseTrees(json: unknown): TreeEnsemble {
	const parsed = treesFile.safeParse(json);
	if (!parsed.success) throw invalidTrees(z.prettifyError(parsed.error));
	const { rules, width, baseMargin, trees, sets } = parsed.data;
	const bytesAValue = rules === 'xgboost' ? 4 : 8;
	const features = viewOf(parsed.data.features);
	const values = viewOf(parsed.data.values);
	const flags = viewOf(parsed.data.flags);
	const nodes = features.byteLength / 2;
	if (!Number.isInteger(nodes) || values.byteLength !== nodes * bytesAValue) throw invalidTrees('its arrays differ in length');
	const featureOf = (node: number) => features.getUint16(node * 2, true) - 1;
	const right = rightChildren(nodes, trees, featureOf);
	const splitsBefore = countSplits(nodes, featureOf);
	if (flags.byteLength !== splitsBefore[nodes]) throw invalidTrees('its flags are not one a split');
	const builder = new EnsembleBuilder(rules, width);
	const read = (node: number): SourceNode => {
		const value = rules === 'xgboost' ? values.getFloat32(node * 4, true) : values.getFloat64(node * 8, true);
		const feature = featureOf(node);
		if (feature < 0) return { kind: 'leaf', value };
		const bits = checkFlags(flags.getUint8(splitsBefore[node]), rules);
		const split = { kind: 'split', feature, left: node + 1, right: right.child[node] } as const;
		if ((bits & splitFlag.categorical) === 0) return { ...split, threshold: value, flags: bits };
		const categories = sets[value];
		if (!categories) throw invalidTrees(`it has no category set ${value}`);
		return { ...split, threshold: 0, flags: bits & splitFlag.missingLeft, categories };
	};
	for (const root of right.roots) builder.tree(root, nodes, read);
	return builder.finish(baseMargin);
}

function viewOf(text: string): DataView {
	const bytes = bytesFromText(text);
	if (!bytes) throw invalidTrees('an array is no base64 text');
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function checkFlags(bits: number, rules: TreeEnsemble['rules']): number {
	const { zeroIsMissing, nothingIsMissing, missingLeft, categorical } = splitFlag;
	const known = rules === 'xgboost' ? missingLeft | categorical : 15;
	if ((bits & ~known) !== 0 || ((bits & zeroIsMissing) !== 0 && (bits & nothingIsMissing) !== 0)) {
		throw invalidTrees(`it has a split with the unknown flags ${bits}`);
	}
	return bits;
}

/** Roots and right children of trees in preorder: a right child follows the last leaf of its sibling. */
function rightChildren(nodes: number, trees: number, featureOf: (node: number) => number): { child: Int32Array; roots: number[] } {
	const child = new Int32Array(nodes);
	const roots: number[] = [];
	let open: number[] = [];
	for (let node = 0; node < nodes; node++) {
		const follows = node > 0 && featureOf(node - 1) >= 0;
		if (!follows) {
			const expectsRight = open.pop() ?? -1;
			if (expectsRight >= 0) child[expectsRight] = node;
			else {
				roots.push(node);
				open = [];
			}
		}
		if (featureOf(node) >= 0) open.push(node);
	}
	const complete = nodes === 0 || (open.length === 0 && featureOf(nodes - 1) < 0);
	if (roots.length !== trees || !complete) throw invalidTrees('its nodes do not form its trees');
	return { child, roots };
}

/** How many splits lie before each node, and all of them. */
function countSplits(nodes: number, featureOf: (node: number) => number): Int32Array {
	const before = new Int32Array(nodes + 1);
	for (let node = 0; node < nodes; node++) before[node + 1] = before[node] + (featureOf(node) >= 0 ? 1 : 0);
	return before;
}
