/** 5^-64 … 5^64. */
const maxPower = 64;

/** Words of 64 bits in {@link powersOfFive}. */
export const fivesLength = 2 * (2 * maxPower + 1);

/**
 * The 128 highest bits of 5^-64 … 5^64, upper half first: truncated, and of powers below 1 rounded up where that is what
 * Eisel and Lemire's method multiplies by (Lemire 2021, section 5).
 */
export function powersOfFive(): BigUint64Array<ArrayBuffer> {
	const words = new BigUint64Array(fivesLength);
	for (let power = -maxPower; power <= maxPower; power++) {
		const bits = power < 0 ? reciprocal(5n ** BigInt(-power)) : highest(5n ** BigInt(power));
		words[2 * (power + maxPower)] = bits >> 64n;
		words[2 * (power + maxPower) + 1] = BigInt.asUintN(64, bits);
	}
	return words;
}

/** ⌊2^b / n⌋ + 1 in 128 bits, for the b that fills them. */
function reciprocal(n: bigint): bigint {
	const length = BigInt(n.toString(2).length);
	// Of powers down to 5^-27, n has at most 64 bits, and one step suffices; more are computed longer and cut.
	return length <= 64n ? 2n ** (length + 127n) / n + 1n : (2n ** (2n * length + 128n) / n + 1n) >> (length + 1n);
}

function highest(n: bigint): bigint {
	const shift = 128 - n.toString(2).length;
	return shift >= 0 ? n << BigInt(shift) : n >> BigInt(-shift);
}
