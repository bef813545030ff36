import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activations } from '../../core/members/activation';
import { referenceMargins } from '../../core/members/network';
import type { DenseNetwork } from '../../core/members/network';
import { seededRandom } from '../../core/random/random';
import { createCpuBackend } from './cpu';
import { randomNetwork } from './test-support';
import { createWasmBackend } from './wasm';

const networks = fc
	.record({
		inputs: fc.integer({ min: 1, max: 41 }),
		hidden: fc.array(
			fc.record({ units: fc.integer({ min: 1, max: 37 }), activation: fc.constantFrom(...activations) }),
			{ maxLength: 3 }
		),
		seed: fc.nat()
	})
	.map(({ inputs, hidden, seed }) => randomNetwork(inputs, hidden, seed));

const extremes = [0, -0, 1e-42, -1e-42, 3.4e38, -3.4e38, 1, -1];

/** Features of ordinary size with some that overflow, underflow or have a sign but no value. */
function features(network: DenseNetwork, rows: number, seed: number): Float32Array {
	const random = seededRandom(seed);
	return Float32Array.from({ length: network.inputs * rows }, () =>
		random.next() < 0.02 ? extremes[random.int(extremes.length)] : random.normal() * 3
	);
}

describe('cpu and wasm', () => {
	it('give the same bits for any network, any number of rows, extreme values included', async () => {
		await fc.assert(
			fc.asyncProperty(networks, fc.integer({ min: 0, max: 300 }), fc.nat(), async (network, rows, seed) => {
				const x = features(network, rows, seed);
				const cpu = new Float32Array(rows);
				const wasm = new Float32Array(rows);
				await (await createCpuBackend(network)).margins(x, rows, cpu);
				await (await createWasmBackend(network)).margins(x, rows, wasm);
				for (let r = 0; r < rows; r++) expect(Object.is(cpu[r], wasm[r]), `row ${r}`).toBe(true);
			}),
			{ numRuns: 60 }
		);
	});

	it('gives a row the same margin whatever rows are around it', async () => {
		const network = randomNetwork(33, [{ units: 32, activation: 'relu' }, { units: 16, activation: 'relu' }], 7);
		const x = features(network, 517, 8);
		for (const create of [createCpuBackend, createWasmBackend]) {
			const backend = await create(network);
			const together = new Float32Array(517);
			await backend.margins(x, 517, together);
			for (const row of [0, 1, 127, 128, 255, 256, 516]) {
				const alone = new Float32Array(1);
				await backend.margins(x.subarray(row * 33, row * 33 + 33), 1, alone);
				expect(alone[0]).toBe(together[row]);
			}
		}
	});

	it('stay within float32 rounding of the float64 reference', async () => {
		const network = randomNetwork(33, [{ units: 32, activation: 'relu' }, { units: 16, activation: 'tanh' }], 3);
		const random = seededRandom(4);
		const x = Float32Array.from({ length: 33 * 1000 }, () => random.normal());
		const reference = referenceMargins(network, x, 1000);
		const out = new Float32Array(1000);
		await (await createWasmBackend(network)).margins(x, 1000, out);
		for (let r = 0; r < 1000; r++) expect(Math.abs(out[r] - reference[r])).toBeLessThan(1e-4);
	});

	it('reject with engine.backend-failed after they were disposed of', async () => {
		const network = randomNetwork(2, [], 1);
		for (const create of [createCpuBackend, createWasmBackend]) {
			const backend = await create(network);
			backend.dispose();
			await expect(backend.margins(new Float32Array(2), 1, new Float32Array(1))).rejects.toMatchObject({
				code: 'engine.backend-failed'
			});
		}
	});
});
