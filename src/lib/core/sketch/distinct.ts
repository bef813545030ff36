/**
 * The distinct values, ascending, NaN left out; 0 and -0 are one. O(n log n) by the engine's native sort of numbers,
 * which is several times quicker than sorting indices with a comparison function.
 */
export function distinctAscending(values: ArrayLike<number>): Float64Array<ArrayBuffer> {
	const sorted = new Float64Array(values).sort();
	let kept = 0;
	for (let i = 0; i < sorted.length && !Number.isNaN(sorted[i]); i++) {
		if (kept === 0 || sorted[i] !== sorted[kept - 1]) sorted[kept++] = sorted[i];
	}
	return sorted.slice(0, kept);
}

/** How many entries of an ascending array are smaller than `value`; so the index of `value` where it is one of them. */
export function countBelow(ascending: ArrayLike<number>, value: number): number {
	let low = 0;
	let high = ascending.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (ascending[middle] < value) low = middle + 1;
		else high = middle;
	}
	return low;
}
