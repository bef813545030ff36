import { ShrikeError } from '../errors';
import type { Activation } from './activation';
import type { DenseLayer, DenseNetwork } from './network';
import { unsupported } from './unsupported';

type Affine = Omit<DenseLayer, 'activation'>;

/** A layer whose last word is not spoken: its activation may yet come as a layer of its own. */
type OpenLayer = Affine & { activation: Activation | 'softmax' };

/** Puts dense layers, activations and per-unit scalings together into a {@link DenseNetwork}. */
export class ChainBuilder {
	readonly #layers: OpenLayer[] = [];
	/** A scaling that waits for the dense layer after it. */
	#pending: { scale: Float64Array; shift: Float64Array } | null = null;

	dense(layer: Affine, name: string): void {
		const before = this.#pending?.scale.length ?? this.#layers.at(-1)?.units;
		if (before !== undefined) requireFit(before, layer.inputs, name);
		this.#layers.push({ ...(this.#pending ? scaledInputs(layer, this.#pending) : layer), activation: 'linear' });
		this.#pending = null;
	}

	activation(activation: Activation | 'softmax', name: string): void {
		if (activation === 'linear') return;
		this.#settle();
		let last = this.#layers.at(-1);
		if (!last) throw unsupported(`it applies “${activation}” (layer “${name}”) to its inputs before any dense layer`);
		if (last.activation !== 'linear') {
			last = { ...identity(last.units), activation: 'linear' };
			this.#layers.push(last);
		}
		last.activation = activation;
	}

	/** `out[u] = scale[u] · in[u] + shift[u]`. */
	affine(scale: Float64Array, shift: Float64Array, name: string): void {
		this.#settle();
		const last = this.#layers.at(-1);
		if (last) requireFit(last.units, scale.length, name);
		if (last?.activation !== 'linear') this.#pending = { scale, shift };
		else this.#layers[this.#layers.length - 1] = { ...scaledOutputs(last, { scale, shift }), activation: 'linear' };
	}

	/** Strips the final sigmoid or softmax. Throws `pack.unsupported-model` for an output that is no fraud logit or probability. */
	finish(): DenseNetwork {
		this.#settle();
		const open = this.#layers.pop();
		if (!open) throw unsupported('it has no dense layer');
		const layers = this.#layers.map((layer) => closed(layer));
		const last = withoutFinalActivation(open);
		return { inputs: layers[0]?.inputs ?? last.inputs, layers: [...layers, last] };
	}

	/** A scaling that no dense layer follows becomes a dense layer of its own. */
	#settle(): void {
		if (!this.#pending) return;
		const layer = scaledOutputs(identity(this.#pending.scale.length), this.#pending);
		this.#pending = null;
		this.#layers.push({ ...layer, activation: 'linear' });
	}
}

function closed(layer: OpenLayer): DenseLayer {
	const { activation } = layer;
	if (activation === 'softmax') throw unsupported('it has a softmax before its last layer');
	return { ...layer, activation };
}

function withoutFinalActivation({ inputs, units, activation, kernel, bias }: OpenLayer): DenseLayer {
	if (units === 1 && (activation === 'sigmoid' || activation === 'linear')) {
		return { inputs, units, activation: 'linear', kernel, bias };
	}
	if (units === 2 && activation === 'softmax') {
		return {
			inputs,
			units: 1,
			activation: 'linear',
			kernel: Float32Array.from({ length: inputs }, (_, i) => kernel[2 * i + 1] - kernel[2 * i]),
			bias: Float32Array.of(bias[1] - bias[0])
		};
	}
	throw unsupported(`it ends in ${units} ${activation} unit${units === 1 ? '' : 's'}`);
}

function identity(units: number): Affine {
	const kernel = new Float32Array(units * units);
	for (let u = 0; u < units; u++) kernel[u * units + u] = 1;
	return { inputs: units, units, kernel, bias: new Float32Array(units) };
}

/** `(scale · x + shift) · kernel + bias` as one affine map of x. */
function scaledInputs(layer: Affine, { scale, shift }: { scale: Float64Array; shift: Float64Array }): Affine {
	const { inputs, units } = layer;
	const bias = Float64Array.from(layer.bias);
	for (let i = 0; i < inputs; i++) for (let u = 0; u < units; u++) bias[u] += shift[i] * layer.kernel[i * units + u];
	const kernel = layer.kernel.map((weight, at) => weight * scale[Math.floor(at / units)]);
	return { inputs, units, kernel, bias: Float32Array.from(bias) };
}

/** `scale · (x · kernel + bias) + shift` as one affine map of x. */
function scaledOutputs(layer: Affine, { scale, shift }: { scale: Float64Array; shift: Float64Array }): Affine {
	const { inputs, units } = layer;
	return {
		inputs,
		units,
		kernel: layer.kernel.map((weight, at) => weight * scale[at % units]),
		bias: layer.bias.map((b, u) => b * scale[u] + shift[u])
	};
}

function requireFit(made: number, wanted: number, name: string): void {
	if (made === wanted) return;
	throw new ShrikeError('pack.invalid', `The layer “${name}” takes ${wanted} values, but ${made} come in. Export the model again.`);
}
