import { dispose, fused, selu, softplus, tanh, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { DenseLayer, DenseNetwork } from '../../core/members/network';

/** A dense network as TF.js tensors on the backend that TF.js was set to when it was made. */
export interface TfjsNetwork {
	/** See {@link Backend.margins}. */
	margins(features: Float32Array, rows: number, out: Float32Array): Promise<void>;
	dispose(): void;
}

/**
 * @param sizes row counts, ascending. Rows are padded to the smallest that holds them and cut at the largest, because
 * TF.js compiles other shaders and allocates other buffers for other shapes.
 */
export function createTfjsNetwork(network: DenseNetwork, sizes: readonly number[]): TfjsNetwork {
	const layers = network.layers.map((layer) => ({
		activation: layer.activation,
		kernel: tensor2d(layer.kernel, [layer.inputs, layer.units]),
		bias: tensor1d(layer.bias)
	}));
	const largest = sizes[sizes.length - 1];
	const width = network.inputs;

	function forward(values: Float32Array, rows: number): Tensor {
		return tidy(() => {
			let x: Tensor = tensor2d(values, [rows, width]);
			for (const { kernel, bias, activation } of layers) x = dense(x, kernel, bias, activation);
			return x;
		});
	}

	return {
		async margins(features, rows, out) {
			for (let start = 0; start < rows; start += largest) {
				const count = Math.min(largest, rows - start);
				const size = sizes.find((candidate) => candidate >= count) ?? largest;
				const given = features.subarray(start * width, (start + count) * width);
				const margins = forward(padded(given, size * width), size);
				try {
					const values = await margins.data<'float32'>();
					out.set(values.subarray(0, count), start);
				} finally {
					margins.dispose();
				}
			}
		},
		dispose() {
			for (const { kernel, bias } of layers) dispose([kernel, bias]);
		}
	};
}

function padded(values: Float32Array, length: number): Float32Array {
	if (values.length === length) return values;
	const all = new Float32Array(length);
	all.set(values);
	return all;
}

function dense(x: Tensor, b: Tensor, bias: Tensor1D, activation: DenseLayer['activation']): Tensor {
	switch (activation) {
		case 'tanh':
			return tanh(fused.matMul({ a: x, b, bias }));
		case 'selu':
			return selu(fused.matMul({ a: x, b, bias }));
		case 'softplus':
			return softplus(fused.matMul({ a: x, b, bias }));
		default:
			return fused.matMul({ a: x, b, bias, activation });
	}
}
