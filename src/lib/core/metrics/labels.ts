/** The label of a row. Throws RangeError unless it is 0 or 1. */
export function requireLabel(labels: ArrayLike<number>, row: number): 0 | 1 {
	const label = labels[row];
	if (label === 0 || label === 1) return label;
	throw new RangeError(`A label is 0 or 1; row ${row} has ${label}.`);
}
