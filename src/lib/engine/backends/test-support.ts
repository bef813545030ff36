import type { Activation, DenseLayer, DenseNetwork } from '../../core/members/network';
import { seededRandom } from '../../core/random/random';

/** A network with weights of the usual size (Glorot's scale), ending in one linear unit; for tests. */
export function randomNetwork(
	inputs: number,
	hidden: readonly { readonly units: number; readonly activation: Activation }[],
	seed: number
): DenseNetwork {
	const random = seededRandom(seed);
	const layers: DenseLayer[] = [];
	let width = inputs;
	for (const { units, activation } of [...hidden, { units: 1, activation: 'linear' } as const]) {
		const scale = Math.sqrt(2 / (width + units));
		layers.push({
			inputs: width,
			units,
			activation,
			kernel: Float32Array.from({ length: width * units }, () => random.normal() * scale),
			bias: Float32Array.from({ length: units }, () => random.normal() * 0.1)
		});
		width = units;
	}
	return { inputs, layers };
}
