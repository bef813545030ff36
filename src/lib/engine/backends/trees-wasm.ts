import { compileTrees } from '../../core/members/trees/compile';
import type { TreeEnsemble } from '../../core/members/trees/ensemble';
import { instantiateTrees } from '../../kernels/trees-wasm';
import type { TreesWasm } from '../../kernels/trees-wasm';
import { reasonOf, unavailable } from './failure';
import { createCpuTrees } from './trees-cpu';
import type { BackendOptions, TreesBackend } from './types';

/** The SIMD kernel, or TypeScript for the rare trees that it does not take; the bits are the same. */
export async function createWasmTrees(ensemble: TreeEnsemble, options: BackendOptions): Promise<TreesBackend> {
	if (typeof WebAssembly === 'undefined') {
		throw unavailable('wasm', 'This browser has no WebAssembly, or its settings turn it off.');
	}
	let kernel: TreesWasm | null;
	try {
		kernel = await instantiateTrees(compileTrees(ensemble, options.typical));
	} catch (error) {
		throw unavailable('wasm', `The WebAssembly kernel of trees cannot be used here: ${reasonOf(error)}`);
	}
	if (kernel === null) return createCpuTrees(ensemble, options);
	const { score } = kernel;
	return {
		how: 'trees in WebAssembly SIMD',
		adapter: null,
		async margins(features, rows, out) {
			score(features, rows, out);
		},
		dispose: () => undefined
	};
}
