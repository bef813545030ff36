import { log } from '../number/exp-log';
import { drawBinomial } from './binomial';
import { splitmix32, xoshiro128 } from './xoshiro';

/** The only source of chance in Shrike's pure code: whoever needs chance is given one of these. */
export interface Random {
	/** Uniform in [0, 1), a multiple of 2⁻⁵³. */
	next(): number;
	/** Uniform integer in [0, n), without bias; `n` is an integer in [1, 2³²], else RangeError. */
	int(n: number): number;
	/** Standard normal (Marsaglia's polar method). */
	normal(): number;
	/** Successes among `n` trials of probability `p`; see `drawBinomial`. */
	binomial(n: number, p: number): number;
}

const words = 2 ** 32;

/**
 * xoshiro128** seeded by splitmix32: the same seed gives the same numbers everywhere. `seed` is an integer in [0, 2³²),
 * else RangeError. Not for secrets.
 */
export function seededRandom(seed: number): Random {
	if (!Number.isInteger(seed) || seed < 0 || seed >= words) {
		throw new RangeError(`A seed is an integer from 0 to ${words - 1}, not ${seed}.`);
	}
	const spread = splitmix32(seed);
	const word = xoshiro128(spread(), spread(), spread(), spread());
	const next = () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) * 2 ** -53;
	let spare: number | null = null;
	return {
		next,
		int(n) {
			if (!Number.isInteger(n) || n < 1 || n > words) throw new RangeError(`No uniform integer below ${n}.`);
			// The last, incomplete multiple of n is refused: it would favour small numbers.
			const end = words - (words % n);
			let drawn = word();
			while (drawn >= end) drawn = word();
			return drawn % n;
		},
		normal() {
			if (spare !== null) {
				const kept = spare;
				spare = null;
				return kept;
			}
			for (;;) {
				const x = 2 * next() - 1;
				const y = 2 * next() - 1;
				const square = x * x + y * y;
				if (square >= 1 || square === 0) continue;
				const factor = Math.sqrt((-2 * log(square)) / square);
				spare = y * factor;
				return x * factor;
			}
		},
		binomial: (n, p) => drawBinomial(next, n, p)
	};
}

/** What can be shuffled: arrays and typed arrays alike. */
interface Swappable<T> {
	readonly length: number;
	[index: number]: T;
}

/** Fisher–Yates in place (Durstenfeld 1964): every order equally likely. Returns the array given. */
export function shuffle<T, A extends Swappable<T>>(array: A & Swappable<T>, random: Random): A {
	for (let i = array.length - 1; i > 0; i--) {
		const j = random.int(i + 1);
		const moved = array[i];
		array[i] = array[j];
		array[j] = moved;
	}
	return array;
}
