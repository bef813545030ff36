// As in exp-log.ts: the same bits in every engine, with fdlibm's coefficients, errors under 2 ulp. For angles up to a few
// turns, as places on earth have; the reduction below loses digits of greater ones.

const halfPiHigh = 1.5707963267341256;
const halfPiLow = 6.077100506506192e-11;

/** In -π/4 … π/4. */
function nearSin(x: number): number {
	const z = x * x;
	const r =
		0.00833333333332249 +
		z * (-0.0001984126982985795 + z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
	return x + z * x * (-0.16666666666666632 + z * r);
}

/** In -π/4 … π/4. */
function nearCos(x: number): number {
	const z = x * x;
	const r =
		z *
		(0.0416666666666666 +
			z *
				(-0.001388888888887411 +
					z * (2.480158728947673e-5 + z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 - z * 1.1359647557788195e-11)))));
	const half = 0.5 * z;
	const rounded = 1 - half;
	return rounded + (1 - rounded - half + z * r);
}

/** sin(x + quarters · π/2) */
function turned(x: number, quarters: number): number {
	const n = Math.round(x * (2 / Math.PI));
	const near = x - n * halfPiHigh - n * halfPiLow;
	switch ((n + quarters) & 3) {
		case 0:
			return nearSin(near);
		case 1:
			return nearCos(near);
		case 2:
			return -nearSin(near);
		default:
			return -nearCos(near);
	}
}

/** The sine of an angle of at most a few turns, in radians; NaN for NaN. */
export const sin = (x: number): number => turned(x, 0);

/** The cosine of an angle of at most a few turns, in radians; NaN for NaN. */
export const cos = (x: number): number => turned(x, 1);

/** The arc sine of 0 … 1, in radians; NaN elsewhere. */
export function asin(x: number): number {
	// asin x = π/2 - 2 asin √((1 - x) / 2)
	if (x > 0.5) return Math.PI / 2 - 2 * asin(Math.sqrt(0.5 * (1 - x)));
	if (!(x >= 0)) return NaN;
	const t = x * x;
	const p =
		t *
		(0.16666666666666666 +
			t *
				(-0.3255658186224009 +
					t * (0.20121253213486293 + t * (-0.04005553450067941 + t * (0.0007915349942898145 + t * 3.479331075960212e-5)))));
	const q = 1 + t * (-2.403394911734414 + t * (2.0209457602335057 + t * (-0.6882839716054533 + t * 0.07703815055590194)));
	return x + x * (p / q);
}
