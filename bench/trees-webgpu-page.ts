import { treeMargins } from '../src/lib/core/members/trees/ensemble';
import type { TreeEnsemble } from '../src/lib/core/members/trees/ensemble';
import { seededRandom } from '../src/lib/core/random/random';
import { createWebgpuTrees } from '../src/lib/engine/backends/trees-webgpu';
import { randomEnsemble, randomRows } from '../tests/fixtures/trees/random-ensemble';

// What bench/trees-webgpu.ts runs in a page.

export interface WebgpuFigures {
	readonly device: string;
	/** Largest difference of a margin to the reference, over ensembles of every kind, by whose rules. */
	readonly largestError: { readonly xgboost: number; readonly lightgbm: number };
	readonly rowsPerSecond: number;
}

const options = { allowSoftware: true };

async function errorOf(ensemble: TreeEnsemble, features: Float32Array): Promise<number> {
	const rows = features.length / ensemble.width;
	const [reference, margins] = [new Float64Array(rows), new Float64Array(rows).fill(NaN)];
	treeMargins(ensemble, features, rows, reference);
	const trees = await createWebgpuTrees(ensemble, options);
	await trees.margins(features, rows, margins);
	trees.dispose();
	return Math.max(...margins.map((margin, row) => (Number.isNaN(margin) ? Infinity : Math.abs(margin - reference[row]))));
}

export async function measureWebgpu(): Promise<WebgpuFigures> {
	const largestError = { xgboost: 0, lightgbm: 0 };
	for (let seed = 0; seed < 60; seed++) {
		const random = seededRandom(seed);
		const rules = seed % 2 === 0 ? 'xgboost' : 'lightgbm';
		const [width, trees] = [1 + random.int(6), random.int(13)];
		const [leaves, categorical] = [[1, 2, 8, 31, 33, 300][random.int(6)], [0, 0.3, 1][random.int(3)]];
		const shape = { rules, width, trees, leaves, categorical, anyMissing: rules === 'lightgbm', baseMargin: random.normal() } as const;
		const ensemble = randomEnsemble(shape, random);
		largestError[rules] = Math.max(largestError[rules], await errorOf(ensemble, randomRows(ensemble, 1300, random)));
	}
	const random = seededRandom(1);
	const usual = { rules: 'xgboost', width: 30, trees: 200, leaves: 32, categorical: 0, anyMissing: false, baseMargin: 0 } as const;
	const ensemble = randomEnsemble(usual, random);
	const rows = 32_768;
	const features = randomRows(ensemble, rows, random);
	const trees = await createWebgpuTrees(ensemble, options);
	let best = Infinity;
	for (let call = 0; call < 5; call++) {
		const from = performance.now();
		await trees.margins(features, rows, new Float64Array(rows));
		best = Math.min(best, performance.now() - from);
	}
	trees.dispose();
	return { device: trees.adapter?.device ?? '', largestError, rowsPerSecond: Math.round((rows / best) * 1000) };
}
