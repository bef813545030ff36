import type { Combiner } from '../pack/manifest';
import { referenceMargins } from './network';
import type { DenseNetwork } from './network';
import { treeMargins } from './trees/ensemble';
import type { TreeEnsemble } from './trees/ensemble';

/** One member's arithmetic, from features to a margin. */
export type MemberModel =
	| { readonly kind: 'network'; readonly id: string; readonly network: DenseNetwork }
	| { readonly kind: 'trees'; readonly id: string; readonly trees: TreeEnsemble };

/** Everything between features and the margin: what a backend computes. */
export interface Model {
	/** Features a row, the same for every member. */
	readonly inputs: number;
	readonly members: readonly MemberModel[];
	readonly combiner: Combiner;
}

/** Ids of the members that a combiner reads, in its order. */
export function combinedMembers(combiner: Combiner): readonly string[] {
	return combiner.kind === 'single' ? [combiner.member] : Object.keys(combiner.weights);
}

/**
 * The float64 reference of one member: `[rows]` margins, not clipped. Trees keep the rules of the library that they come
 * from, so that those with XGBoost's add in float32 here too.
 *
 * @param features standardised and clipped, `[rows × inputs]`, row-major
 */
export function memberMargins(member: MemberModel, features: Float32Array, rows: number): Float64Array {
	if (member.kind === 'network') return referenceMargins(member.network, features, rows);
	const margins = new Float64Array(rows);
	treeMargins(member.trees, features, rows, margins);
	return margins;
}

/**
 * One margin a row of the members' margins, in float64 and in the combiner's order, so that equal members' margins give
 * equal bits.
 *
 * @param marginsById `[rows]` of each member that the combiner names; members of one combiner have one length
 * @throws RangeError when one that the combiner names is missing or has another length
 */
export function combinedMargins(combiner: Combiner, marginsById: ReadonlyMap<string, ArrayLike<number>>): Float64Array {
	const named = combinedMembers(combiner).map((id) => {
		const margins = marginsById.get(id);
		if (!margins) throw new RangeError(`The combiner needs the margins of “${id}”.`);
		return { id, margins };
	});
	const rows = named[0]?.margins.length ?? 0;
	if (named.some(({ margins }) => margins.length !== rows)) throw new RangeError('The members have different numbers of rows.');
	if (combiner.kind === 'single') return Float64Array.from(named[0].margins);
	const combined = new Float64Array(rows).fill(combiner.intercept);
	for (const { id, margins } of named) addWeighted(combined, combiner.weights[id], margins);
	return combined;
}

function addWeighted(sums: Float64Array, weight: number, margins: ArrayLike<number>): void {
	for (let row = 0; row < sums.length; row++) sums[row] += weight * margins[row];
}

/**
 * The float64 reference that every backend is judged by: `[rows]` margins, not clipped.
 *
 * @param features standardised and clipped, `[rows × inputs]`, row-major
 */
export function referenceModelMargins(model: Model, features: Float32Array, rows: number): Float64Array {
	const members = model.members.map((member) => [member.id, memberMargins(member, features, rows)] as const);
	return combinedMargins(model.combiner, new Map(members));
}

/** The model that is one network and nothing else. */
export function networkModel(network: DenseNetwork, id = 'mlp'): Model {
	return { inputs: network.inputs, members: [{ kind: 'network', id, network }], combiner: { kind: 'single', member: id } };
}

/** The model that is one ensemble of trees and nothing else. */
export function treesModel(trees: TreeEnsemble, id = 'gbdt'): Model {
	return { inputs: trees.width, members: [{ kind: 'trees', id, trees }], combiner: { kind: 'single', member: id } };
}

/** The network of a model that is nothing else, else null. */
export function soleNetwork({ members, combiner }: Model): DenseNetwork | null {
	const [member] = members;
	return members.length === 1 && member.kind === 'network' && combiner.kind === 'single' ? member.network : null;
}
