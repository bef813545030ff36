/**
 * Wilson's score interval of a share (Wilson 1927; scipy's `proportion_ci(method='wilson')`): `z` is the normal quantile,
 * 1.96 for 95 %. `trials` need not be whole. In [0, 1]; all of it without trials.
 */
export function wilsonInterval(share: number, trials: number, z: number): { readonly low: number; readonly high: number } {
	if (!(trials > 0)) return { low: 0, high: 1 };
	const denominator = 1 + (z * z) / trials;
	const centre = (share + (z * z) / (2 * trials)) / denominator;
	const half = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
	return { low: share === 0 ? 0 : Math.max(0, centre - half), high: share === 1 ? 1 : Math.min(1, centre + half) };
}
