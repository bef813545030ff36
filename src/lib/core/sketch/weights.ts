/**
 * The weight of one row: 1 where there are no weights. Throws RangeError unless it is finite and not negative.
 */
export function weightOf(weights: ArrayLike<number> | undefined, row: number): number {
	if (weights === undefined) return 1;
	const weight = weights[row];
	if (!(weight >= 0 && weight < Infinity)) {
		throw new RangeError(`A weight is finite and not negative; row ${row} has ${weight}.`);
	}
	return weight;
}

/** Throws RangeError unless every array has as many entries as `rows`. */
export function requireLength(rows: number, ...arrays: readonly (ArrayLike<number> | undefined)[]): void {
	for (const array of arrays) {
		if (array !== undefined && array.length !== rows) {
			throw new RangeError(`Columns of one table differ in length: ${rows} and ${array.length} rows.`);
		}
	}
}
