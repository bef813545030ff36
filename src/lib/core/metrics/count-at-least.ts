/** How many of some numbers in descending order are at least `threshold`; a binary search. */
export function countAtLeast(descending: ArrayLike<number>, threshold: number): number {
	let low = 0;
	let high = descending.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (descending[middle] >= threshold) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** How many of some numbers in descending order are greater than `value`; so the index of the first that is not. */
export function countAbove(descending: ArrayLike<number>, value: number): number {
	let low = 0;
	let high = descending.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (descending[middle] > value) low = middle + 1;
		else high = middle;
	}
	return low;
}
