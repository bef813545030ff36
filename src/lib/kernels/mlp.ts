/**
 * One dense layer over a slab of rows in float32 arithmetic: every product and every sum is rounded to float32, sums
 * start from the bias and run over the inputs in order. The WASM kernel does the same operations in the same order, so
 * both give the same bits.
 *
 * Values are float32 numbers kept in float64 arrays: V8 computes in float64 whatever the array, and reading float64
 * saves it a conversion per operand (measured: 1.3 times as fast). Two rows by four units keep eight independent sums
 * in registers, which hides the latency of a sum.
 *
 * @param x `[rows × inputs]`, row-major
 * @param kernel `[inputs × units]`, row-major
 * @param bias `[units]`
 * @param relu replaces what is not above zero by zero
 * @param out `[rows × units]`, row-major
 */
export function denseRows(
	x: Float64Array,
	rows: number,
	inputs: number,
	kernel: Float64Array,
	bias: Float64Array,
	units: number,
	relu: boolean,
	out: Float64Array
): void {
	const f = Math.fround;
	const pairs = rows - (rows % 2);
	const quads = units - (units % 4);
	for (let r = 0; r < pairs; r += 2) {
		const p = r * inputs;
		const q = p + inputs;
		for (let u = 0; u < quads; u += 4) {
			let a0 = bias[u];
			let a1 = bias[u + 1];
			let a2 = bias[u + 2];
			let a3 = bias[u + 3];
			let b0 = a0;
			let b1 = a1;
			let b2 = a2;
			let b3 = a3;
			for (let i = 0, k = u; i < inputs; i++, k += units) {
				const s = x[p + i];
				const t = x[q + i];
				const w0 = kernel[k];
				const w1 = kernel[k + 1];
				const w2 = kernel[k + 2];
				const w3 = kernel[k + 3];
				a0 = f(a0 + f(s * w0));
				a1 = f(a1 + f(s * w1));
				a2 = f(a2 + f(s * w2));
				a3 = f(a3 + f(s * w3));
				b0 = f(b0 + f(t * w0));
				b1 = f(b1 + f(t * w1));
				b2 = f(b2 + f(t * w2));
				b3 = f(b3 + f(t * w3));
			}
			const o = r * units + u;
			const e = o + units;
			out[o] = a0;
			out[o + 1] = a1;
			out[o + 2] = a2;
			out[o + 3] = a3;
			out[e] = b0;
			out[e + 1] = b1;
			out[e + 2] = b2;
			out[e + 3] = b3;
		}
		if (quads < units) {
			denseCells(x, r, r + 2, inputs, kernel, bias, quads, units, out);
		}
	}
	if (pairs < rows) denseCells(x, pairs, rows, inputs, kernel, bias, 0, units, out);
	if (relu) {
		const cells = rows * units;
		for (let c = 0; c < cells; c++) out[c] = out[c] > 0 ? out[c] : 0;
	}
}

/** The rows and units that blocks of two by four leave over. */
function denseCells(
	x: Float64Array,
	fromRow: number,
	toRow: number,
	inputs: number,
	kernel: Float64Array,
	bias: Float64Array,
	fromUnit: number,
	units: number,
	out: Float64Array
): void {
	const f = Math.fround;
	for (let r = fromRow; r < toRow; r++) {
		const p = r * inputs;
		for (let u = fromUnit; u < units; u++) {
			let sum = bias[u];
			for (let i = 0, k = u; i < inputs; i++, k += units) sum = f(sum + f(x[p + i] * kernel[k]));
			out[r * units + u] = sum;
		}
	}
}
