/** Up to this data row, every row's raw features are kept. */
export const keepAllRows = 1_000_000;

/** Beyond it, one row in this many is kept whatever its score, beside the flagged ones. */
export const sampleOneIn = 16;

/**
 * Whether a data row (1-based) belongs to the uniform sample. It depends on the row number alone, so that a resumed run
 * keeps the same rows, and it holds for early rows too: thin them by it for a sample that is uniform over the whole file.
 */
export function inUniformSample(row: number): boolean {
	// The finaliser of MurmurHash3 (public domain), which spreads consecutive numbers evenly.
	let h = row >>> 0;
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	h = (h ^ (h >>> 16)) >>> 0;
	return h < 2 ** 32 / sampleOneIn;
}

/** Whether a scored row's raw features go into the log. */
export function keepsFeatures(row: number, flagged: boolean): boolean {
	return row <= keepAllRows || flagged || inUniformSample(row);
}
