import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomEnsemble } from '../../../../tests/fixtures/trees/random-ensemble';
import { referenceModelMargins, treesModel } from '../../core/members/model';
import type { Model } from '../../core/members/model';
import { seededRandom } from '../../core/random/random';
import { certify, scoreTolerance } from './certify';
import { allBackends, chooseBackend } from './choose';
import { composed } from './compose';
import type { NetworkFactory, TreesFactory } from './compose';
import { createCpuBackend } from './cpu';
import { backendFailed } from './failure';
import { parityReport } from './parity';
import { randomNetwork, testPack } from './test-support';
import { createCpuTrees } from './trees-cpu';
import type { Backend } from './types';

const options = { allowSoftware: false };
const shape = { rules: 'xgboost', width: 7, trees: 20, leaves: 20, categorical: 0.1, anyMissing: false, baseMargin: -1 } as const;

/** A network, a logistic regression and trees of both rules under a logistic combiner. */
function mixedModel(seed: number): Model {
	const random = seededRandom(seed);
	return {
		inputs: 7,
		members: [
			{ kind: 'trees', id: 'xgb', trees: randomEnsemble(shape, random) },
			{ kind: 'network', id: 'mlp', network: randomNetwork(7, [{ units: 9, activation: 'relu' }, { units: 5, activation: 'tanh' }], seed) },
			{ kind: 'trees', id: 'lgb', trees: randomEnsemble({ ...shape, rules: 'lightgbm', anyMissing: true }, random) },
			{ kind: 'network', id: 'line', network: randomNetwork(7, [], seed + 1) }
		],
		combiner: {
			kind: 'logistic',
			intercept: random.normal(),
			weights: { lgb: random.next() * 2, mlp: random.next(), xgb: random.next(), line: -random.next() }
		}
	};
}

function rowsOf(width: number, rows: number, seed: number): Float32Array {
	const random = seededRandom(seed);
	return Float32Array.from({ length: width * rows }, () => random.normal() * 2);
}

async function marginsBy(backend: Backend, features: Float32Array, rows: number): Promise<Float32Array> {
	const out = new Float32Array(rows);
	await backend.margins(features, rows, out);
	return out;
}

describe('the backend of several members', () => {
	it('gives the same bits on cpu and wasm, near the reference, whatever rows are around a row', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 300 }), async (seed, rows) => {
				const model = mixedModel(seed);
				const features = rowsOf(7, rows, seed);
				const [cpu, wasm] = await Promise.all([allBackends.cpu(model, options), allBackends.wasm(model, { ...options, typical: rowsOf(7, 1, 5) })]);
				const margins = await marginsBy(cpu, features, rows);
				expect(await marginsBy(wasm, features, rows)).toEqual(margins);
				const reference = referenceModelMargins(model, features, rows);
				reference.forEach((margin, row) => expect(Math.abs(margins[row] - margin)).toBeLessThan(1e-4));
				expect((await marginsBy(cpu, features.subarray(-7), 1))[0]).toBe(margins[rows - 1]);
			}),
			{ numRuns: 25 }
		);
	});

	it.each(['cpu', 'wasm'] as const)('is certified on %s and says what runs where', async (name) => {
		const pack = testPack(mixedModel(3));
		const backend = await allBackends[name](pack.model, options);
		expect(await certify(pack, backend)).toMatchObject({ backend: name, passed: true });
		expect((await parityReport(pack, backend, 1000, 4)).maxAbsError).toBeLessThanOrEqual(scoreTolerance);
		expect(backend.device).toMatch(name === 'cpu' ? /^TypeScript, float32; trees in TypeScript$/ : /^WebAssembly SIMD, float32; trees in WebAssembly SIMD$/);
		backend.dispose();
		await expect(marginsBy(backend, new Float32Array(7), 1)).rejects.toMatchObject({ code: 'engine.backend-failed' });
	});

	it('is that of the network itself where there is nothing else', async () => {
		const made: Backend[] = [];
		const create: NetworkFactory = async (network) => {
			made.push(await createCpuBackend(network));
			return made[0];
		};
		const { model } = testPack(randomNetwork(4, [], 1));
		expect(await composed('cpu', create, createCpuTrees)(model, options)).toBe(made[0]);
	});

	it('chooses for trees alone', async () => {
		const pack = testPack(treesModel(randomEnsemble(shape, seededRandom(8))));
		const { backend, reports, pool } = await chooseBackend(pack, { timingMs: 2 });
		expect(backend.device).toBe('trees in WebAssembly SIMD');
		expect(reports[0]).toMatchObject({ backend: 'webgpu', verdict: 'unavailable', explanation: 'This browser has no WebGPU.' });
		expect((await parityReport(pack, backend, 300, 1)).maxAbsError).toBeLessThan(1e-6);
		pool.dispose();
		await expect(chooseBackend(pack, { pin: 'webgpu' })).rejects.toThrow('This browser has no WebGPU');
	});

	it('names the device of trees alone and whether it is software, once beside networks on it', async () => {
		const trees: TreesFactory = async () => ({
			how: 'trees in a shader',
			adapter: { device: 'Some GPU', software: true },
			margins: async (_, rows, out) => void out.fill(rows),
			dispose: () => undefined
		});
		const network: NetworkFactory = async (of) => ({ ...(await createCpuBackend(of)), device: 'Some GPU' });
		const alone = await composed('webgpu', network, trees)(treesModel(randomEnsemble(shape, seededRandom(8))), options);
		expect(alone).toMatchObject({ device: 'Some GPU; trees in a shader', software: true });
		expect(await marginsBy(alone, new Float32Array(21), 3)).toEqual(Float32Array.of(3, 3, 3));
		expect((await composed('webgpu', network, trees)(mixedModel(1), options)).device).toBe('Some GPU; trees in a shader');
	});

	it('disposes of every network, also when one cannot be made or dies', async () => {
		const open = new Set<Backend>();
		const dying = (diesAt: number): NetworkFactory => async (network) => {
			if (open.size === diesAt) throw backendFailed('webgpu', 'No more.');
			const cpu = await createCpuBackend(network);
			const backend: Backend = {
				...cpu,
				name: 'webgpu',
				margins: (...call) => (diesAt === 9 ? Promise.reject(backendFailed('webgpu', 'It died.')) : cpu.margins(...call)),
				dispose: () => void open.delete(backend)
			};
			open.add(backend);
			return backend;
		};
		await expect(composed('webgpu', dying(1), createCpuTrees)(mixedModel(1), options)).rejects.toThrow('No more.');
		expect(open.size).toBe(0);
		const backend = await composed('webgpu', dying(9), createCpuTrees)(mixedModel(1), options);
		expect([backend.name, open.size]).toEqual(['webgpu', 2]);
		await expect(marginsBy(backend, new Float32Array(7), 1)).rejects.toThrow('It died.');
		backend.dispose();
		expect(open.size).toBe(0);
	});
});
