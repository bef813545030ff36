import { compileTrees } from '../../core/members/trees/compile';
import type { TreeEnsemble } from '../../core/members/trees/ensemble';
import { scoreTrees } from '../../kernels/trees';
import type { BackendOptions, TreesBackend } from './types';

/** Plain TypeScript, whatever the trees. */
export async function createCpuTrees(ensemble: TreeEnsemble, { typical }: BackendOptions): Promise<TreesBackend> {
	const tables = compileTrees(ensemble, typical);
	return {
		how: 'trees in TypeScript',
		adapter: null,
		async margins(features, rows, out) {
			scoreTrees(tables, features, rows, out);
		},
		dispose: () => undefined
	};
}
