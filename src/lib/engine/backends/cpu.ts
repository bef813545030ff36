import type { DenseNetwork } from '../../core/members/network';
import { denseRows } from '../../kernels/mlp';
import { activateSlab } from './activate-slab';
import { abandoned } from './failure';
import type { Backend } from './types';

/** Rows whose activations stay in the first or second level cache between layers. */
const slabRows = 64;

/** Plain TypeScript in float32; there wherever JavaScript is. */
export async function createCpuBackend(network: DenseNetwork): Promise<Backend> {
	const layers = network.layers.map((layer) => ({
		...layer,
		kernel: Float64Array.from(layer.kernel),
		bias: Float64Array.from(layer.bias)
	}));
	const widest = layers.reduce((most, layer) => Math.max(most, layer.units), network.inputs);
	let from = new Float64Array(slabRows * widest);
	let to = new Float64Array(slabRows * widest);
	let disposed = false;

	return {
		name: 'cpu',
		device: 'TypeScript, float32',
		software: false,
		async margins(features, rows, out) {
			if (disposed) throw abandoned('cpu');
			for (let start = 0; start < rows; start += slabRows) {
				const count = Math.min(slabRows, rows - start);
				from.set(features.subarray(start * network.inputs, (start + count) * network.inputs));
				for (const { inputs, units, kernel, bias, activation } of layers) {
					denseRows(from, count, inputs, kernel, bias, units, activation === 'relu', to);
					activateSlab(activation, to, count * units);
					[from, to] = [to, from];
				}
				for (let r = 0; r < count; r++) out[start + r] = from[r];
			}
		},
		dispose() {
			disposed = true;
		}
	};
}
