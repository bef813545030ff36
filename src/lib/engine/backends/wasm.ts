import type { DenseNetwork } from '../../core/members/network';
import { instantiateDense } from '../../kernels/mlp-wasm';
import type { DenseWasm } from '../../kernels/mlp-wasm';
import { activateSlab } from './activate-slab';
import { abandoned, reasonOf, unavailable } from './failure';
import type { Backend } from './types';

/** The kernel takes four rows at a time. 128 rows of a pack's usual widths stay in the second level cache. */
const slabRows = 128;

/** The SIMD kernel. Its memory is the weights and one slab, whatever the size of a batch. */
export async function createWasmBackend(network: DenseNetwork): Promise<Backend> {
	if (typeof WebAssembly === 'undefined') {
		throw unavailable('wasm', 'This browser has no WebAssembly, or its settings turn it off.');
	}
	const padded = network.layers.map((layer) => Math.ceil(layer.units / 4) * 4);
	const widest = Math.max(...padded);
	const weights = network.layers.flatMap((layer, l) => [layer.inputs * padded[l], padded[l]]);
	const slabs = [slabRows * network.inputs, slabRows * widest, slabRows * widest];
	let wasm: DenseWasm;
	try {
		wasm = await instantiateDense([...slabs, ...weights]);
	} catch (error) {
		throw unavailable('wasm', `The WebAssembly kernel cannot be used here: ${reasonOf(error)}`);
	}
	const input = wasm.allocate(slabs[0]);
	const hidden = [wasm.allocate(slabs[1]), wasm.allocate(slabs[2])];
	const layers = network.layers.map((layer, l) => {
		const kernel = wasm.allocate(layer.inputs * padded[l]);
		for (let i = 0; i < layer.inputs; i++) {
			kernel.set(layer.kernel.subarray(i * layer.units, (i + 1) * layer.units), i * padded[l]);
		}
		const bias = wasm.allocate(padded[l]);
		bias.set(layer.bias);
		return { activation: layer.activation, inputs: layer.inputs, units: padded[l], kernel, bias };
	});
	let disposed = false;

	return {
		name: 'wasm',
		device: 'WebAssembly SIMD, float32',
		software: false,
		async margins(features, rows, out) {
			if (disposed) throw abandoned('wasm');
			for (let start = 0; start < rows; start += slabRows) {
				const count = Math.min(slabRows, rows - start);
				// Up to three rows of an earlier slab are computed again and not looked at.
				const computed = Math.ceil(count / 4) * 4;
				input.set(features.subarray(start * network.inputs, (start + count) * network.inputs));
				let from = input;
				let stride = network.inputs;
				layers.forEach(({ activation, inputs, units, kernel, bias }, l) => {
					const to = hidden[l % 2];
					const relu = activation === 'relu' ? 1 : 0;
					const { byteOffset: x } = from;
					wasm.dense(x, stride, computed, inputs, kernel.byteOffset, bias.byteOffset, units, to.byteOffset, relu);
					activateSlab(activation, to, computed * units);
					from = to;
					stride = units;
				});
				for (let r = 0; r < count; r++) out[start + r] = from[r * stride];
			}
		},
		dispose() {
			disposed = true;
		}
	};
}
