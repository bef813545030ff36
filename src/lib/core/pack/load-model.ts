import { layersModel, weightPaths } from '../members/layers-model-schema';
import { parseLayersModel } from '../members/layers-model';
import { combinedMembers } from '../members/model';
import type { MemberModel, Model } from '../members/model';
import type { DenseNetwork } from '../members/network';
import { parseTrees } from '../members/trees/serialise';
import { invalidPack } from './invalid';
import type { Manifest, Member } from './manifest';
import { scoreOfMargin } from './score';

export interface PackBytes {
	/** A listed file's verified bytes; throws `pack.invalid` for any other. */
	readonly bytesOf: (name: string) => Uint8Array;
	readonly jsonOf: (name: string) => unknown;
}

/**
 * Members and combiner of a verified pack. Throws `pack.invalid` when they do not fit each other, the features or the
 * format's version, `pack.unsupported-model` for a network that cannot be run.
 *
 * @param inputs features that the pack's pipeline makes
 */
export function loadModel(manifest: Manifest, inputs: number, files: PackBytes): Model {
	checkCombination(manifest);
	checkScores(manifest);
	const members = manifest.members.map((member) => loadMember(member, files));
	for (const member of members) {
		const [what, width] =
			member.kind === 'network' ? ['network', member.network.inputs] : ['tree model', member.trees.width];
		if (width === inputs) continue;
		throw invalidPack(`its pipeline makes ${inputs} features, but its ${what} “${member.id}” takes ${width}`);
	}
	return { inputs, members, combiner: manifest.combiner };
}

function checkCombination({ members, combiner }: Manifest): void {
	const ids = members.map(({ id }) => id);
	const twice = ids.find((id, i) => ids.indexOf(id) !== i);
	if (twice !== undefined) throw invalidPack(`it has two members of the name “${twice}”`);
	const named = combinedMembers(combiner);
	const stranger = named.find((id) => !ids.includes(id));
	if (stranger !== undefined) throw invalidPack(`its combiner names the member “${stranger}”, which it does not have`);
	const idle = ids.find((id) => !named.includes(id));
	if (idle !== undefined) throw invalidPack(`its combiner does not use the member “${idle}”`);
}

function checkScores(manifest: Manifest): void {
	const [low, high] = manifest.marginBounds.map((margin) => scoreOfMargin(margin, manifest));
	if (low > 0 && low < high && high < 1) return;
	throw invalidPack(`its calibration makes scores from ${low} to ${high} within its margin bounds, which must lie between 0 and 1 and ascend`);
}

function loadMember({ kind, id, model }: Member, files: PackBytes): MemberModel {
	if (kind === 'gbdt' || kind === 'anomaly') return { kind: 'trees', id, trees: parseTrees(files.jsonOf(model)) };
	const network = loadNetwork(model, files);
	if (kind === 'logistic' && network.layers.length !== 1) {
		throw invalidPack(`its logistic regression “${id}” has ${network.layers.length} layers instead of one`);
	}
	return { kind: 'network', id, network };
}

function loadNetwork(name: string, { bytesOf, jsonOf }: PackBytes): DenseNetwork {
	const model = jsonOf(name);
	const manifestOfWeights = layersModel.safeParse(model);
	const shards = manifestOfWeights.success ? weightPaths(manifestOfWeights.data).map(bytesOf) : [];
	return parseLayersModel(model, joined(shards));
}

/** Weight files as one, in order. */
export function joined(shards: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const all = new Uint8Array(shards.reduce((sum, shard) => sum + shard.byteLength, 0));
	let at = 0;
	for (const shard of shards) {
		all.set(shard, at);
		at += shard.byteLength;
	}
	return all;
}
