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

/** Words made in one go: the state then stays in registers, where closures would keep it in heap numbers. */
const made = 64;

/**
 * xoshiro128** 1.1 (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021;
 * prng.di.unimi.it/xoshiro128starstar.c). Returns unsigned 32-bit integers. The state must not be all zero.
 */
export function xoshiro128(a: number, b: number, c: number, d: number): () => number {
	const state = Int32Array.of(a, b, c, d);
	const words = new Uint32Array(made);
	let next = made;
	return () => {
		if (next === made) {
			fill(words, state);
			next = 0;
		}
		return words[next++];
	};
}

function fill(words: Uint32Array, state: Int32Array): void {
	let [a, b, c, d] = state;
	for (let i = 0; i < words.length; i++) {
		const product = Math.imul(b, 5);
		words[i] = Math.imul((product << 7) | (product >>> 25), 9);
		const shifted = b << 9;
		c ^= a;
		d ^= b;
		b ^= c;
		a ^= d;
		c ^= shifted;
		d = (d << 11) | (d >>> 21);
	}
	state[0] = a;
	state[1] = b;
	state[2] = c;
	state[3] = d;
}
