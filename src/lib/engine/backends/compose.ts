import type { BackendName } from '../../core/backend';
import { combinedMargins, soleNetwork } from '../../core/members/model';
import type { MemberModel, Model } from '../../core/members/model';
import type { DenseNetwork } from '../../core/members/network';
import type { TreeEnsemble } from '../../core/members/trees/ensemble';
import { abandoned } from './failure';
import type { Backend, BackendFactory, BackendOptions, TreesBackend } from './types';

/** Make a backend for one member each, as {@link BackendFactory} does for a model. */
export type NetworkFactory = (network: DenseNetwork, options: BackendOptions) => Promise<Backend>;
export type TreesFactory = (trees: TreeEnsemble, options: BackendOptions) => Promise<TreesBackend>;

/** A member that computes its margins of the first `rows` rows. */
interface OpenMember {
	readonly id: string;
	margins(features: Float32Array, rows: number): Promise<ArrayLike<number>>;
}

/**
 * A model's backend made of its members': the combiner adds their margins in float64 before the one rounding to float32. A
 * model of one network is that network's backend itself.
 */
export function composed(name: BackendName, createNetwork: NetworkFactory, createTrees: TreesFactory): BackendFactory {
	return async (model, options) => {
		const network = soleNetwork(model);
		return network ? createNetwork(network, options) : compose(name, createNetwork, createTrees, model, options);
	};
}

async function compose(
	name: BackendName,
	createNetwork: NetworkFactory,
	createTrees: TreesFactory,
	model: Model,
	options: BackendOptions
): Promise<Backend> {
	const networks: Backend[] = [];
	const ensembles: TreesBackend[] = [];
	const members: OpenMember[] = [];
	let disposed = false;

	function dispose(): void {
		disposed = true;
		for (const backend of [...networks, ...ensembles]) backend.dispose();
	}

	async function openMember(member: MemberModel): Promise<OpenMember> {
		const { id } = member;
		if (member.kind === 'trees') {
			const trees = await createTrees(member.trees, options);
			ensembles.push(trees);
			return {
				id,
				async margins(features, rows) {
					const out = new Float64Array(rows);
					await trees.margins(features, rows, out);
					return out;
				}
			};
		}
		const backend = await createNetwork(member.network, options);
		networks.push(backend);
		return {
			id,
			async margins(features, rows) {
				const out = new Float32Array(rows);
				await backend.margins(features, rows, out);
				return out;
			}
		};
	}

	try {
		// One after the other: they may share a GPU. Networks first, so that trees on the CPU are computed while a GPU works.
		const first = model.members.filter(({ kind }) => kind === 'network');
		const second = model.members.filter(({ kind }) => kind === 'trees');
		for (const member of [...first, ...second]) members.push(await openMember(member));
	} catch (error) {
		dispose();
		throw error;
	}
	return {
		name,
		device: deviceOf(networks, ensembles),
		software: [...networks, ...ensembles.flatMap(({ adapter }) => adapter ?? [])].some(({ software }) => software),
		async margins(features, rows, out) {
			if (disposed) throw abandoned(name);
			const margins = await Promise.all(members.map(async ({ id, margins }) => [id, await margins(features, rows)] as const));
			out.set(combinedMargins(model.combiner, new Map(margins)));
		},
		dispose
	};
}

function deviceOf(networks: readonly Backend[], ensembles: readonly TreesBackend[]): string {
	const devices = [...networks, ...ensembles.flatMap(({ adapter }) => adapter ?? [])].map(({ device }) => device);
	return [...devices.slice(0, 1), ...new Set(ensembles.map(({ how }) => how))].join('; ');
}
