import '@tensorflow/tfjs';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DenseNetwork } from '../src/lib/core/members/network';
import { backendFailed } from '../src/lib/engine/backends/failure';
import { createTfjsNetwork } from '../src/lib/engine/backends/tfjs-network';
import type { Backend } from '../src/lib/engine/backends/types';
import { file, scoreAsPreviewed, startEngine } from './fixtures/engine';
import { manyRows } from './fixtures/rows';
import { smallPack } from './fixtures/small-pack';

// The network that runs on WebGPU in a page, here on TF.js’ own processor backend: the tensors are the same ones.

/** Calls that still succeed before the backend dies, with a result under way. */
let lasts = Infinity;
/** Called while a call's result is under way. */
let during: () => unknown = () => undefined;

vi.mock('../src/lib/engine/backends/webgpu', () => ({
	async createWebgpuBackend(network: DenseNetwork): Promise<Backend> {
		const tensors = createTfjsNetwork(network, [64, 1024]);
		return {
			name: 'webgpu',
			device: 'TF.js cpu',
			software: false,
			async margins(features, rows, out) {
				const margins = tensors.margins(features, rows, out);
				during();
				await margins;
				if (--lasts < 0) throw backendFailed('webgpu', 'The GPU was lost.');
			},
			dispose: () => tensors.dispose()
		};
	}
}));

const table = manyRows(20_000);
const onTfjs = { pin: 'webgpu' } as const;
/** Kernels and biases of the small pack's three layers. */
const ofTheNetwork = 6;

describe('tensors', () => {
	let before = 0;

	beforeAll(() => setBackend('cpu'));
	beforeEach(() => {
		lasts = Infinity;
		during = () => undefined;
		before = memory().numTensors;
	});

	it('are as many after a run as before it, and none once the engine is closed', async () => {
		const { engine, status } = await startEngine(undefined, onTfjs);
		expect(memory().numTensors).toBe(before + ofTheNetwork);
		const run = await scoreAsPreviewed(engine, status, file(table));
		expect(run).toMatchObject({ status: 'done', backends: ['webgpu'] });
		expect(memory().numTensors).toBe(before + ofTheNetwork);
		await engine.close();
		await vi.waitFor(() => expect(memory().numTensors).toBe(before));
	});

	it('are as many after a run that was cancelled', async () => {
		const { engine, status } = await startEngine(undefined, onTfjs);
		const cancel = new AbortController();
		let calls = 0;
		// While the third slice is computed.
		during = () => ++calls === 3 && cancel.abort();
		const run = scoreAsPreviewed(engine, status, file(table), { signal: cancel.signal });
		await expect(run).rejects.toMatchObject({ code: 'engine.cancelled' });
		await vi.waitFor(() => expect(memory().numTensors).toBe(before + ofTheNetwork));
		await engine.close();
		await vi.waitFor(() => expect(memory().numTensors).toBe(before));
	});

	it('go with a backend that dies in the middle of a run', async () => {
		const { engine, status } = await startEngine(undefined, onTfjs);
		lasts = 5;
		const run = await scoreAsPreviewed(engine, status, file(table));
		expect(run.status).toBe('done');
		expect(run.backends).toHaveLength(2);
		expect(memory().numTensors).toBe(before);
		await engine.close();
	});

	it('are those of one pack after it was loaded twice, and after single transactions', async () => {
		const { engine, status } = await startEngine(undefined, onTfjs);
		await engine.load((await smallPack()).source, onTfjs);
		const values = { Time: 1, V1: 0, V2: 0, V3: 0, Amount: 5 };
		for (let i = 0; i < 3; i++) await engine.scoreOne({ kind: 'raw', values, trueClass: null }, status.pack.policy);
		expect(memory().numTensors).toBe(before + ofTheNetwork);
		await engine.close();
		await vi.waitFor(() => expect(memory().numTensors).toBe(before));
	});
});
