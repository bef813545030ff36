import type { Backend } from './types';

/** Enough to drown what one call costs, and about a block of a run. */
const mostRows = 32_768;
/** Ends the measurement under a clock too coarse to see anything. */
const mostCalls = 64;

/**
 * Rows a second on this machine: calls of growing size until about `budgetMs` is spent, the fastest of which counts,
 * since other work on the machine only ever slows a call down.
 *
 * @param sample standardised features to compute over and over, `[sampleRows × inputs]`
 * @param clock milliseconds, only differences are used
 */
export async function measureRowsPerSecond(
	backend: Backend,
	sample: Float32Array,
	sampleRows: number,
	budgetMs: number,
	clock: () => number
): Promise<number> {
	const features = tiled(sample, sample.length / sampleRows);
	const out = new Float32Array(mostRows);
	let rows = 256;
	let spent = 0;
	let fastest = 0;
	for (let call = 0; call < mostCalls && spent < budgetMs; call++) {
		const began = clock();
		await backend.margins(features, rows, out);
		const took = clock() - began;
		spent += took;
		if (took > 0) fastest = Math.max(fastest, (rows / took) * 1000);
		if (took < budgetMs / 8) rows = Math.min(mostRows, rows * 4);
	}
	return Math.round(fastest);
}

function tiled(sample: Float32Array, width: number): Float32Array {
	const all = new Float32Array(mostRows * width);
	for (let at = 0; at < all.length; at += sample.length) {
		all.set(sample.subarray(0, Math.min(sample.length, all.length - at)), at);
	}
	return all;
}
