/** The middle and the ends of repeated measurements. */
export interface Spread {
	readonly median: number;
	readonly min: number;
	readonly max: number;
}

/** Of at least one value. */
export function spread(values: readonly number[]): Spread {
	const sorted = values.toSorted((a, b) => a - b);
	return { median: quantile(sorted, 0.5), min: quantile(sorted, 0), max: quantile(sorted, 1) };
}

/** The value at a share of ascending values, linear between neighbours (type 7 of Hyndman and Fan, 1996). */
export function quantile(ascending: readonly number[], share: number): number {
	const at = (ascending.length - 1) * share;
	const below = Math.floor(at);
	const above = Math.min(below + 1, ascending.length - 1);
	return ascending[below] + (at - below) * (ascending[above] - ascending[below]);
}
