import { describe, expect, it, vi } from 'vitest';
import { randomEnsemble, randomRows } from '../../../../tests/fixtures/trees/random-ensemble';
import { treeMargins } from '../../core/members/trees/ensemble';
import type { TreeEnsemble } from '../../core/members/trees/ensemble';
import { seededRandom } from '../../core/random/random';
import { createWasmTrees } from './trees-wasm';

const options = { allowSoftware: false };
const shape = { rules: 'xgboost', width: 5, trees: 3, leaves: 256, categorical: 0.1, anyMissing: false, baseMargin: -1 } as const;

async function howItScores(ensemble: TreeEnsemble): Promise<string> {
	const features = randomRows(ensemble, 131, seededRandom(2));
	const [reference, fast] = [new Float64Array(131), new Float64Array(131)];
	treeMargins(ensemble, features, 131, reference);
	const trees = await createWasmTrees(ensemble, options);
	await trees.margins(features, 131, fast);
	expect(fast).toEqual(reference);
	return trees.how;
}

describe('trees on the wasm backend', () => {
	it.each([256, 2048])('run in WebAssembly with %i leaves each', async (leaves) => {
		expect(await howItScores(randomEnsemble({ ...shape, leaves }, seededRandom(1)))).toBe('trees in WebAssembly SIMD');
	});

	it('run in TypeScript with the same bits where the kernel does not take them', async () => {
		const large = randomEnsemble({ ...shape, trees: 1, leaves: 2049 }, seededRandom(1));
		expect(await howItScores(large)).toBe('trees in TypeScript');
		const small = randomEnsemble({ ...shape, leaves: 8 }, seededRandom(1));
		const value = small.value.map((x, node) => (small.feature[node] < 0 ? 0.1 * node : x));
		expect(await howItScores({ ...small, value })).toBe('trees in TypeScript');
		expect(await howItScores({ ...small, value, rules: 'lightgbm' })).toBe('trees in WebAssembly SIMD');
	});

	it('are unavailable without WebAssembly', async () => {
		vi.stubGlobal('WebAssembly', undefined);
		await expect(createWasmTrees(randomEnsemble(shape, seededRandom(1)), options)).rejects.toMatchObject({ code: 'engine.no-backend' });
		vi.unstubAllGlobals();
	});
});
