import { log } from '../../core/number/exp-log';

/** The Euler–Mascheroni constant. */
const gamma = 0.5772156649015329;

/**
 * Mean path length c(n) of an unsuccessful search in a binary search tree of n entries, to which a leaf of n rows stands
 * for the subtree that was not grown (Liu, Ting & Zhou 2008, equation 1, with `H(i) ≈ ln i + γ`; 1 for n = 2 and 0 below,
 * like scikit-learn's `_average_path_length`).
 */
export function averagePathLength(n: number): number {
	if (n <= 1) return 0;
	if (n === 2) return 1;
	return 2 * (log(n - 1) + gamma) - (2 * (n - 1)) / n;
}
