import { ShrikeError } from '../errors';
import type { WeightJson } from './layers-model-schema';
import { unsupported } from './unsupported';

/** One weight tensor with its shape. */
export interface Weight {
	readonly shape: readonly number[];
	readonly values: Float32Array;
}

const bytesAFloat = 4;

/**
 * Finds weights by layer and kind: `dense/kernel`, `model/dense/kernel:0` and `dense/kernel_1` all are layer `dense`'s
 * kernel. Throws `pack.unsupported-model` for quantised or non-float32 weights, `pack.invalid` when the bytes do not add up.
 */
export class WeightReader {
	readonly #byLayer = new Map<string, Map<string, Weight>>();

	constructor(specs: readonly WeightJson[], bytes: Uint8Array) {
		// Little-endian by the format; copied because shards need not be aligned.
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		let at = 0;
		for (const { name, shape, dtype, quantization } of specs) {
			if (quantization != null) throw unsupported(`the weight “${name}” is quantised; export without quantisation`);
			if (dtype !== 'float32') throw unsupported(`the weight “${name}” is ${dtype}; only float32 is supported`);
			const count = shape.reduce((product, n) => product * n, 1);
			if (at + count * bytesAFloat > bytes.byteLength) throw wrongLength(bytes.byteLength);
			const values = new Float32Array(count);
			for (let i = 0; i < count; i++, at += bytesAFloat) values[i] = view.getFloat32(at, true);
			this.#add(name, { shape, values });
		}
		if (at !== bytes.byteLength) throw wrongLength(bytes.byteLength);
	}

	/** The weight, checked against its shape; throws `pack.invalid` when it is missing or of another shape. */
	read(layer: string, kind: string, shape: readonly (number | null)[]): Weight {
		const weight = this.find(layer, kind);
		if (!weight) {
			throw new ShrikeError('pack.invalid', `The model has no weight “${layer}/${kind}”. Export the model again with all its weights.`);
		}
		if (weight.shape.length !== shape.length || shape.some((n, i) => n !== null && n !== weight.shape[i])) {
			throw new ShrikeError(
				'pack.invalid',
				`The weight “${layer}/${kind}” has the shape [${weight.shape.join(', ')}] where ` +
					`[${shape.map((n) => n ?? 'any').join(', ')}] is needed. Model and weights do not belong together.`
			);
		}
		return weight;
	}

	find(layer: string, kind: string): Weight | undefined {
		return this.#byLayer.get(layer)?.get(kind);
	}

	#add(name: string, weight: Weight): void {
		const path = name.replace(/:\d+$/, '').split('/');
		const kind = (path.pop() ?? '').replace(/_\d+$/, '');
		const layer = path.pop() ?? '';
		const kinds = this.#byLayer.get(layer) ?? new Map<string, Weight>();
		kinds.set(kind, weight);
		this.#byLayer.set(layer, kinds);
	}
}

function wrongLength(got: number): ShrikeError {
	return new ShrikeError(
		'pack.invalid',
		`The weight files hold ${got} bytes, which is not what the model describes. Copy all weight files beside model.json, unchanged.`
	);
}
