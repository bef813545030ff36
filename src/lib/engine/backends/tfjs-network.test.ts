import '@tensorflow/tfjs';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { activations } from '../../core/members/activation';
import { referenceMargins } from '../../core/members/network';
import { seededRandom } from '../../core/random/random';
import { randomNetwork } from './test-support';
import { createTfjsNetwork } from './tfjs-network';

describe('a TF.js network (here on TF.js’ cpu, in the page on webgpu)', () => {
	beforeAll(() => setBackend('cpu'));

	it.each(activations)('agrees with the float64 reference with %s, whatever the padding', async (activation) => {
		const network = randomNetwork(5, [{ units: 7, activation }], 11);
		const random = seededRandom(12);
		const x = Float32Array.from({ length: 5 * 100 }, () => random.normal() * 2);
		const reference = referenceMargins(network, x, 100);
		const tensors = createTfjsNetwork(network, [4, 16]);
		for (const rows of [1, 4, 5, 16, 17, 100]) {
			const out = new Float32Array(rows + 1).fill(-99);
			await tensors.margins(x, rows, out);
			for (let r = 0; r < rows; r++) expect(Math.abs(out[r] - reference[r])).toBeLessThan(1e-5);
			expect(out[rows]).toBe(-99);
		}
		tensors.dispose();
	});

	it('leaves no tensor behind', async () => {
		const before = memory().numTensors;
		const network = randomNetwork(5, [{ units: 7, activation: 'tanh' }, { units: 3, activation: 'relu' }], 1);
		const tensors = createTfjsNetwork(network, [4, 16]);
		const held = memory().numTensors;
		expect(held).toBe(before + 6);
		await tensors.margins(new Float32Array(5 * 50), 50, new Float32Array(50));
		expect(memory().numTensors).toBe(held);
		tensors.dispose();
		expect(memory().numTensors).toBe(before);
	});
});
