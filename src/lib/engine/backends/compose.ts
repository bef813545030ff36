import type { BackendName } from '../../core/backend';
import { combinedMargins, soleNetwork } from '../../core/members/model';
import type { MemberModel, Model } from '../../core/members/model';
import type { DenseNetwork } from '../../core/members/network';
import { compileTrees } from '../../core/members/trees/compile';
import { scoreTrees } from '../../kernels/trees';
import { abandoned, unavailable } from './failure';
import type { Backend, BackendFactory, BackendOptions } from './types';

/** Makes a backend for one network, as {@link BackendFactory} does for a model. */
export type NetworkFactory = (network: DenseNetwork, options: BackendOptions) => Promise<Backend>;

/** A member that computes its margins of the first `rows` rows. */
interface OpenMember {
	readonly id: string;
	margins(features: Float32Array, rows: number): Promise<ArrayLike<number>>;
}

/**
 * A model's backend made of a network's: each network member runs on `create`'s, trees run in TypeScript, and the
 * combiner adds in float64 before the one rounding to float32. A model of one network is that network's backend itself.
 */
export function composed(name: BackendName, create: NetworkFactory): BackendFactory {
	return async (model, options) => {
		const network = soleNetwork(model);
		return network ? create(network, options) : compose(name, create, model, options);
	};
}

async function compose(
	name: BackendName,
	create: NetworkFactory,
	model: Model,
	options: BackendOptions
): Promise<Backend> {
	if (name === 'webgpu' && model.members.every(({ kind }) => kind === 'trees')) {
		throw unavailable('webgpu', 'This pack has nothing but trees, which are not run on WebGPU yet.');
	}
	const backends: Backend[] = [];
	const members: OpenMember[] = [];
	let disposed = false;

	function dispose(): void {
		disposed = true;
		for (const backend of backends) backend.dispose();
	}

	async function openMember(member: MemberModel): Promise<OpenMember> {
		const { id } = member;
		if (member.kind === 'trees') {
			const tables = compileTrees(member.trees, options.typical);
			return {
				id,
				async margins(features, rows) {
					const out = new Float64Array(rows);
					scoreTrees(tables, features, rows, out);
					return out;
				}
			};
		}
		const backend = await create(member.network, options);
		backends.push(backend);
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
		// One after the other: they share a GPU. Networks first, so that trees are computed while it works.
		const networks = model.members.filter(({ kind }) => kind === 'network');
		const trees = model.members.filter(({ kind }) => kind === 'trees');
		for (const member of [...networks, ...trees]) members.push(await openMember(member));
	} catch (error) {
		dispose();
		throw error;
	}
	return {
		name,
		device: deviceOf(model, backends),
		software: backends.some(({ software }) => software),
		async margins(features, rows, out) {
			if (disposed) throw abandoned(name);
			const margins = await Promise.all(members.map(async ({ id, margins }) => [id, await margins(features, rows)] as const));
			out.set(combinedMargins(model.combiner, new Map(margins)));
		},
		dispose
	};
}

function deviceOf({ members }: Model, [backend]: readonly Backend[]): string {
	if (!backend) return 'trees in TypeScript';
	return members.some(({ kind }) => kind === 'trees') ? `${backend.device}; trees in TypeScript` : backend.device;
}
