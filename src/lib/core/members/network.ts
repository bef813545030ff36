import { activate } from './activation';
import type { Activation } from './activation';

export type { Activation } from './activation';

/** `out = activation(in · kernel + bias)`. */
export interface DenseLayer {
	readonly inputs: number;
	readonly units: number;
	readonly activation: Activation;
	/** `[inputs × units]`, row-major: the weight from input i to unit u is `kernel[i * units + u]`. */
	readonly kernel: Float32Array;
	/** `[units]` */
	readonly bias: Float32Array;
}

/**
 * A plain chain of dense layers from standardised features to one margin (the fraud logit). The last layer always is a
 * single linear unit: a final sigmoid is stripped, a softmax over two classes is folded into the difference of logits.
 */
export interface DenseNetwork {
	readonly inputs: number;
	readonly layers: readonly DenseLayer[];
}

/**
 * The float64 reference that every backend is judged by.
 *
 * @param features standardised, clipped, `[rows × inputs]`, row-major
 * @returns `[rows]` margins, not clipped
 */
export function referenceMargins(network: DenseNetwork, features: Float32Array, rows: number): Float64Array {
	const widest = network.layers.reduce((most, layer) => Math.max(most, layer.units), network.inputs);
	let from = new Float64Array(widest);
	let to = new Float64Array(widest);
	const margins = new Float64Array(rows);
	for (let row = 0; row < rows; row++) {
		const start = row * network.inputs;
		for (let i = 0; i < network.inputs; i++) from[i] = features[start + i];
		for (const layer of network.layers) {
			forward(layer, from, to);
			[from, to] = [to, from];
		}
		margins[row] = from[0];
	}
	return margins;
}

function forward({ inputs, units, activation, kernel, bias }: DenseLayer, from: Float64Array, to: Float64Array): void {
	for (let u = 0; u < units; u++) {
		let sum = bias[u];
		for (let i = 0; i < inputs; i++) sum += from[i] * kernel[i * units + u];
		to[u] = activate(activation, sum);
	}
}
