import { mlpModule } from './mlp-wasm-module';

const pageBytes = 65_536;
/** Nothing lives at address 0, so that a forgotten pointer does not look like data. */
const firstAddress = 1024;

/** The compiled kernel over its own memory; see `assembly/mlp.as` for what the arguments mean. */
export interface DenseWasm {
	/** Bytes of memory it holds. */
	readonly bytes: number;
	/** A view of the next free `length` float32 numbers, zeroed and 16-byte aligned; its address is `byteOffset`. */
	allocate(length: number): Float32Array<ArrayBuffer>;
	dense(
		x: number,
		stride: number,
		rows: number,
		inputs: number,
		kernel: number,
		bias: number,
		units: number,
		y: number,
		relu: number
	): void;
}

/** Bytes that an allocation of so many float32 numbers takes. */
function bytesOf(length: number): number {
	return Math.ceil(length / 4) * 16;
}

/**
 * Instantiates the kernel with exactly the memory that allocations of these lengths (in float32 numbers) need; it never
 * grows. Rejects with what the platform rejects with: no WebAssembly, no SIMD, or a content security policy against it.
 */
export async function instantiateDense(lengths: readonly number[]): Promise<DenseWasm> {
	const bytes = lengths.reduce((sum, length) => sum + bytesOf(length), firstAddress);
	const pages = Math.ceil(bytes / pageBytes);
	const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
	const code = Uint8Array.from(atob(mlpModule), (character) => character.charCodeAt(0));
	const { instance } = await WebAssembly.instantiate(code, { env: { memory } });
	const dense = instance.exports.dense;
	if (typeof dense !== 'function') throw new Error('The kernel exports no dense function.');
	const { buffer } = memory;
	let next = firstAddress;
	return {
		bytes: buffer.byteLength,
		allocate(length) {
			const view = new Float32Array(buffer, next, length);
			next += bytesOf(length);
			return view;
		},
		dense(x, stride, rows, inputs, kernel, bias, units, y, relu) {
			dense(x, stride, rows, inputs, kernel, bias, units, y, relu);
		}
	};
}
