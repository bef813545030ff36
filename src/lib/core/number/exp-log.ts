// `Math.exp`, `Math.log` and `**` may differ in the last bit from one engine to the next (ECMAScript leaves them to the
// engine, and Chromium's and Node's do differ); add, multiply and divide may not. A model that is trained with these here is
// the same to the byte wherever it is trained.
//
// Reductions and coefficients are those of fdlibm (K. C. Ng, Sun Microsystems, 1993), whose errors are under 1 ulp.

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const log2e = 1.4426950408889634;
const [smallestExponent, largestExponent] = [-1022, 1023];

/** 2^n of all normal doubles, by products that are exact. */
const powers = new Float64Array(largestExponent - smallestExponent + 1);
powers[0] = 2.2250738585072014e-308;
for (let i = 1; i < powers.length; i++) powers[i] = 2 * powers[i - 1];

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const high = new Uint8Array(Uint32Array.of(1).buffer)[0];

/** x · 2^n, rounded once; n in -2022 … 2046. */
function scaled(x: number, n: number): number {
	if (n > largestExponent) return x * powers[n - largestExponent - smallestExponent] * powers[powers.length - 1];
	if (n < smallestExponent) return x * powers[n + 1000 - smallestExponent] * powers[-1000 - smallestExponent];
	return x * powers[n - smallestExponent];
}

/** e^(head - tail) · 2^k for |head| ≤ ½ ln 2 and a tail that a double has no place for. */
function reducedExp(head: number, tail: number, k: number): number {
	const x = head - tail;
	const t = x * x;
	const c =
		x -
		t *
			(0.16666666666666602 +
				t *
					(-0.0027777777777015593 +
						t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
	if (k === 0) return 1 - ((x * c) / (c - 2) - x);
	return scaled(1 - (tail - (x * c) / (2 - c) - head), k);
}

/** e^x, the same bits in every engine; NaN for NaN. */
export function exp(x: number): number {
	if (x > 709.782712893383973096) return Infinity;
	if (x < -745.13321910194110842) return 0;
	if (Number.isNaN(x)) return x;
	// Where the formula below is off by half a unit more than it must be.
	if (x === 1) return Math.E;
	const size = Math.abs(x);
	if (size < 2 ** -28) return 1 + x;
	if (size < 0.5 * Math.LN2) return reducedExp(x, 0, 0);
	const k = Math.trunc(log2e * x + (x < 0 ? -0.5 : 0.5));
	return reducedExp(x - k * ln2High, k * ln2Low, k);
}

/** 2^x within 1 ulp, the same bits in every engine and exact for whole x; NaN for NaN. */
export function exp2(x: number): number {
	if (x >= 1024) return Infinity;
	if (x < -1076) return 0;
	if (Number.isNaN(x)) return x;
	const k = Math.round(x);
	return scaled(exp((x - k) * Math.LN2), k);
}

/** The natural logarithm, the same bits in every engine; -Infinity for 0, NaN below and for NaN. */
export function log(x: number): number {
	if (!(x > 0)) return x === 0 ? -Infinity : NaN;
	if (x === Infinity) return x;
	const normal = x < powers[0] ? x * 2 ** 54 : x;
	double[0] = normal;
	const fraction = words[high] & 0xfffff;
	// 1 where the fraction is more than √2: half of it is taken, and twice the power.
	const halved = ((fraction + 0x95f64) & 0x100000) >>> 20;
	const exponent = (words[high] >>> 20) - largestExponent + halved;
	const k = normal === x ? exponent : exponent - 54;
	const f = scaled(normal, -exponent) - 1;
	if (Math.abs(f) < 2 ** -20) {
		const r = f * f * (0.5 - 0.3333333333333333 * f);
		return k === 0 ? f - r : k * ln2High - (r - k * ln2Low - f);
	}
	const s = f / (2 + f);
	const z = s * s;
	const w = z * z;
	const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
	const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605105786)));
	const r = odd + even;
	// Far enough from 1 for the square to be worth taking apart.
	if (fraction >= 0x6147a && fraction <= 0x6b851) {
		const square = 0.5 * f * f;
		return k === 0 ? f - (square - s * (square + r)) : k * ln2High - (square - (s * (square + r) + k * ln2Low) - f);
	}
	return k === 0 ? f - s * (f - r) : k * ln2High - (s * (f - r) - k * ln2Low - f);
}

/** ln(1 + x), the same bits in every engine and near 0 as exact as elsewhere (with what 1 + x rounds away). */
export function log1p(x: number): number {
	const u = 1 + x;
	if (u === 1) return x;
	if (!(u > 0 && u < Infinity)) return log(u);
	return log(u) + (x - (u - 1)) / u;
}

/** e^x - 1, the same bits in every engine and near 0 as exact as elsewhere (with what e^x rounds away, after Kahan). */
export function expm1(x: number): number {
	const u = exp(x);
	if (u === 1) return x;
	if (u - 1 === -1 || u === Infinity) return u - 1;
	return (u - 1) * (x / log(u));
}

/** x^y for x ≥ 0, the same bits in every engine; its relative error is about |y ln x| ulp. */
export function pow(x: number, y: number): number {
	return exp(y * log(x));
}

/** The hyperbolic tangent, the same bits in every engine. */
export function tanh(x: number): number {
	const e = expm1(-2 * Math.abs(x));
	const size = -e / (e + 2);
	return x < 0 ? -size : size;
}
