import { activate } from '../../core/members/activation';
import type { DenseLayer } from '../../core/members/network';

/** Activations that the kernels do not compute themselves, the same code for `cpu` and `wasm`, rounded to float32. */
export function activateSlab(
	activation: DenseLayer['activation'],
	values: Float32Array | Float64Array,
	count: number
): void {
	if (activation === 'linear' || activation === 'relu') return;
	for (let c = 0; c < count; c++) values[c] = Math.fround(activate(activation, values[c]));
}
