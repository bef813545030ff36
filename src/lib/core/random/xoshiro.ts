/**
 * A 32-bit counter with a strong mixer; used only to spread one seed over the state of {@link xoshiro128}. The increment
 * is SplitMix's golden gamma (Steele, Lea & Flood 2014), the mixer C. Wellons' "hash prospector" `[16 21f0aaad 15
 * 735a2d97 15]`.
 */
export function splitmix32(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x9e3779b9) | 0;
		let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
		mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
		return (mixed ^ (mixed >>> 15)) >>> 0;
	};
}

/**
 * xoshiro128** 1.1 (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021;
 * prng.di.unimi.it/xoshiro128starstar.c). Returns unsigned 32-bit integers. The state must not be all zero.
 */
export function xoshiro128(a: number, b: number, c: number, d: number): () => number {
	return () => {
		const product = Math.imul(b, 5);
		const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
		const shifted = b << 9;
		c ^= a;
		d ^= b;
		b ^= c;
		a ^= d;
		c ^= shifted;
		d = (d << 11) | (d >>> 21);
		return result;
	};
}
