import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTrees } from '../src/lib/core/members/trees/compile';
import { treeMargins } from '../src/lib/core/members/trees/ensemble';
import type { TreeEnsemble } from '../src/lib/core/members/trees/ensemble';
import { parseLightgbm } from '../src/lib/core/members/trees/lightgbm';
import { parseXgboost } from '../src/lib/core/members/trees/xgboost';
import { seededRandom } from '../src/lib/core/random/random';
import { scoreTrees } from '../src/lib/kernels/trees';
import { instantiateTrees } from '../src/lib/kernels/trees-wasm';
import { foreignModels } from './fixtures/trees/models';
import { randomEnsemble, randomRows } from './fixtures/trees/random-ensemble';

async function expectSame(ensemble: TreeEnsemble, features: Float32Array, typical?: Float32Array): Promise<void> {
	const rows = features.length / ensemble.width;
	const [reference, fast, wasm] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
	treeMargins(ensemble, features, rows, reference);
	const tables = compileTrees(ensemble, typical);
	scoreTrees(tables, features, rows, fast);
	expect(fast).toEqual(reference);
	const kernel = await instantiateTrees(tables);
	expect(kernel).not.toBeNull();
	kernel?.score(features, rows, wasm);
	expect(wasm).toEqual(reference);
}

const shapes = fc.record({
	rules: fc.constantFrom<'xgboost' | 'lightgbm'>('xgboost', 'lightgbm'),
	width: fc.integer({ min: 1, max: 6 }),
	trees: fc.integer({ min: 0, max: 12 }),
	leaves: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(8, 9, 32, 33, 64, 65, 300)),
	categorical: fc.constantFrom(0, 0.3, 1),
	baseMargin: fc.double({ min: -9, max: 9, noNaN: true })
});

describe('the kernel of boosted trees', () => {
	it('gives the reference’s margins bit by bit, on any ensemble and row', async () => {
		await fc.assert(
			fc.asyncProperty(shapes, fc.integer({ min: 0, max: 100_000 }), async (shape, seed) => {
				const random = seededRandom(seed);
				const ensemble = randomEnsemble({ ...shape, anyMissing: shape.rules === 'lightgbm' }, random);
				await expectSame(ensemble, randomRows(ensemble, 20, random), seed % 2 === 0 ? undefined : randomRows(ensemble, 1, random));
			}),
			{ numRuns: 100 }
		);
	}, 30_000);

	it.each([
		['xgboost', 1, 'many'],
		['xgboost', 20, 'more than a byte counts'],
		['lightgbm', 4, 'many'],
		['lightgbm', 50, 'more than a byte counts']
	] as const)('does so for %s with %i trees on one feature, whose thresholds are %s', async (rules, trees, many) => {
		const random = seededRandom(trees);
		const anyMissing = rules === 'lightgbm';
		const ensemble = randomEnsemble({ rules, width: 1, trees, leaves: 200, categorical: 0, anyMissing, baseMargin: 0 }, random);
		const { threshold, testStart } = compileTrees(ensemble);
		const distinct = Array.from(testStart.subarray(1), (end, slot) => new Set(threshold.subarray(testStart[slot], end)).size);
		expect(Math.max(...distinct)).toBeGreaterThan(many === 'many' ? 64 : 600);
		for (const typical of [undefined, -Infinity, -0.7, 0, Infinity]) {
			const features = randomRows(ensemble, 300, random);
			await expectSame(ensemble, features, typical === undefined ? undefined : Float32Array.of(typical));
		}
	});

	it.each(foreignModels().models)('does so for a model of $library: $name', async ({ library, model, rows }) => {
		const { ensemble } = library === 'xgboost' ? parseXgboost(model) : parseLightgbm(String(model));
		await expectSame(ensemble, Float32Array.from(rows));
	});
});
