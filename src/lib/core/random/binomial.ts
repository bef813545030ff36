import { exp, log, log1p } from '../number/exp-log';

/** Below this mean, counting by inversion is quicker than rejection and BTRS is not valid. */
const inversionLimit = 10;

/**
 * The number of successes in `n` trials of probability `p`, drawn with uniforms from `next` ([0, 1)). Inversion where
 * `n·min(p, 1-p) < 10`, else the transformed rejection BTRS of W. Hörmann, "The generation of binomial random
 * variates", J. Stat. Comput. Simul. 46 (1993). Throws RangeError unless `n` is a non-negative integer and 0 ≤ p ≤ 1.
 */
export function drawBinomial(next: () => number, n: number, p: number): number {
	if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`A binomial needs a count of trials, not ${n}.`);
	if (!(p >= 0 && p <= 1)) throw new RangeError(`A binomial needs a probability in [0, 1], not ${p}.`);
	if (p > 0.5) return n - drawSmaller(next, n, 1 - p);
	return drawSmaller(next, n, p);
}

function drawSmaller(next: () => number, n: number, p: number): number {
	if (n === 0 || p === 0) return 0;
	return n * p < inversionLimit ? byInversion(next, n, p) : byRejection(next, n, p);
}

/** Walks the distribution function from 0 upwards; about n·p steps. */
function byInversion(next: () => number, n: number, p: number): number {
	const odds = p / (1 - p);
	const none = exp(n * log1p(-p));
	for (;;) {
		let left = next();
		let probability = none;
		let count = 0;
		while (left >= probability && count <= n) {
			left -= probability;
			count++;
			probability *= ((n - count + 1) / count) * odds;
		}
		// Rounding can leave a sliver above the last probability: draw again.
		if (count <= n) return count;
	}
}

/** Hörmann's names: the hat's shape `a`, `b`, its centre `c`, the squeeze `vr`, the mode `m`. */
function byRejection(next: () => number, n: number, p: number): number {
	const odds = p / (1 - p);
	const deviation = Math.sqrt(n * p * (1 - p));
	const b = 1.15 + 2.53 * deviation;
	const a = -0.0873 + 0.0248 * b + 0.01 * p;
	const c = n * p + 0.5;
	const vr = 0.92 - 4.2 / b;
	const alpha = (2.83 + 5.1 / b) * deviation;
	const m = Math.floor((n + 1) * p);
	for (;;) {
		const u = next() - 0.5;
		const v = next();
		const us = 0.5 - Math.abs(u);
		const k = Math.floor(((2 * a) / us + b) * u + c);
		if (us >= 0.07 && v <= vr) return k;
		if (!(k >= 0 && k <= n)) continue;
		// Few draws come this far.
		const atMode = (m + 0.5) * log((m + 1) / (odds * (n - m + 1))) + stirlingTail(m) + stirlingTail(n - m);
		const ratio =
			atMode +
			(n + 1) * log((n - m + 1) / (n - k + 1)) +
			(k + 0.5) * log((odds * (n - k + 1)) / (k + 1)) -
			stirlingTail(k) -
			stirlingTail(n - k);
		if (log((v * alpha) / (a / (us * us) + b)) <= ratio) return k;
	}
}

/** `log k! - (log √(2π) + (k + ½) log(k + 1) - (k + 1))` for k = 0…9; the series takes over from there. */
const smallTails = [
	0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
	0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871
];

function stirlingTail(k: number): number {
	if (k < smallTails.length) return smallTails[k];
	const square = (k + 1) * (k + 1);
	return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}
