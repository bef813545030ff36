// AssemblyScript, compiled by scripts/build-kernels.ts; not part of the TypeScript program.
// The same operations in the same order as kernels/mlp.ts, four units a vector and four rows at a time.

/**
 * One dense layer over a slab. All pointers are 16-byte aligned; `rows` is a multiple of 4, so is `units` (padded with
 * zero weights), which also is the row stride of `y`; `stride` is the row stride of `x`, at least `inputs`.
 */
export function dense(
	x: usize,
	stride: i32,
	rows: i32,
	inputs: i32,
	kernel: usize,
	bias: usize,
	units: i32,
	y: usize,
	relu: bool
): void {
	const xStep = <usize>stride << 2;
	const yStep = <usize>units << 2;
	const inputBytes = <usize>inputs << 2;
	for (let r = 0; r < rows; r += 4) {
		const xr = x + <usize>r * xStep;
		const yr = y + <usize>r * yStep;
		let u: usize = 0;
		for (; u + 16 < yStep; u += 32) eightUnits(xr, xStep, inputBytes, kernel + u, bias + u, yr + u, yStep, relu);
		if (u < yStep) fourUnits(xr, xStep, inputBytes, kernel + u, bias + u, yr + u, yStep, relu);
	}
}

@inline
function eightUnits(
	x0: usize,
	xStep: usize,
	inputBytes: usize,
	kernel: usize,
	bias: usize,
	y: usize,
	yStep: usize,
	relu: bool
): void {
	const x1 = x0 + xStep;
	const x2 = x1 + xStep;
	const x3 = x2 + xStep;
	let a0 = v128.load(bias);
	let a1 = v128.load(bias, 16);
	let b0 = a0;
	let b1 = a1;
	let c0 = a0;
	let c1 = a1;
	let d0 = a0;
	let d1 = a1;
	let k = kernel;
	for (let i: usize = 0; i < inputBytes; i += 4, k += yStep) {
		const w0 = v128.load(k);
		const w1 = v128.load(k, 16);
		let s = v128.load32_splat(x0 + i);
		a0 = f32x4.add(a0, f32x4.mul(s, w0));
		a1 = f32x4.add(a1, f32x4.mul(s, w1));
		s = v128.load32_splat(x1 + i);
		b0 = f32x4.add(b0, f32x4.mul(s, w0));
		b1 = f32x4.add(b1, f32x4.mul(s, w1));
		s = v128.load32_splat(x2 + i);
		c0 = f32x4.add(c0, f32x4.mul(s, w0));
		c1 = f32x4.add(c1, f32x4.mul(s, w1));
		s = v128.load32_splat(x3 + i);
		d0 = f32x4.add(d0, f32x4.mul(s, w0));
		d1 = f32x4.add(d1, f32x4.mul(s, w1));
	}
	put(y, a0, relu);
	put(y + 16, a1, relu);
	put(y + yStep, b0, relu);
	put(y + yStep + 16, b1, relu);
	put(y + 2 * yStep, c0, relu);
	put(y + 2 * yStep + 16, c1, relu);
	put(y + 3 * yStep, d0, relu);
	put(y + 3 * yStep + 16, d1, relu);
}

@inline
function fourUnits(
	x0: usize,
	xStep: usize,
	inputBytes: usize,
	kernel: usize,
	bias: usize,
	y: usize,
	yStep: usize,
	relu: bool
): void {
	const x1 = x0 + xStep;
	const x2 = x1 + xStep;
	const x3 = x2 + xStep;
	let a = v128.load(bias);
	let b = a;
	let c = a;
	let d = a;
	let k = kernel;
	for (let i: usize = 0; i < inputBytes; i += 4, k += yStep) {
		const w = v128.load(k);
		a = f32x4.add(a, f32x4.mul(v128.load32_splat(x0 + i), w));
		b = f32x4.add(b, f32x4.mul(v128.load32_splat(x1 + i), w));
		c = f32x4.add(c, f32x4.mul(v128.load32_splat(x2 + i), w));
		d = f32x4.add(d, f32x4.mul(v128.load32_splat(x3 + i), w));
	}
	put(y, a, relu);
	put(y + yStep, b, relu);
	put(y + 2 * yStep, c, relu);
	put(y + 3 * yStep, d, relu);
}

@inline
function put(at: usize, value: v128, relu: bool): void {
	// pmax(0, v) is `0 < v ? v : 0`, which is what TypeScript's `v > 0 ? v : 0` does for -0 and NaN too.
	v128.store(at, relu ? f32x4.pmax(f32x4.splat(0), value) : value);
}
