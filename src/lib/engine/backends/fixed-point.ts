/** Integers of 64 bits for numbers whose sums a GPU, which has no float64, then takes exactly and in any order. */
export interface FixedPoint {
	/** The two's complement of a number, as its low and its high word. */
	encode(x: number): readonly [low: number, high: number];
	/** The float64 nearest to an integer of these words. */
	decode(low: number, high: number): number;
}

/**
 * As fine as sums of at most `largestSum` allow: numbers are rounded to a 2⁻⁶¹ of the power of two above it, sums to
 * float64 once. Throws a RangeError where it is not finite.
 */
export function fixedPoint(largestSum: number): FixedPoint {
	if (!Number.isFinite(largestSum)) throw new RangeError('Only finite numbers have integers of a fixed size.');
	// Below 2⁻⁹⁰⁰ the scale would overflow; nobody needs more.
	const exponent = Math.ceil(Math.log2(Math.max(largestSum, 2 ** -900)));
	const scale = 2 ** (61 - exponent);
	return {
		encode(x) {
			const bits = BigInt.asUintN(64, BigInt(Math.round(x * scale)));
			return [Number(bits & 0xffff_ffffn), Number(bits >> 32n)];
		},
		decode: (low, high) => ((high | 0) * 2 ** 32 + low) / scale
	};
}
