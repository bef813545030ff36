/** The columns that scoring appends, in order. */
export const SCORED_HEADERS = ['fraud_probability', 'decision', 'error'] as const;

/**
 * Indices of the columns that an earlier scoring appended: the last three, if they are named exactly so; else none.
 * A download replaces them.
 */
export function scoredColumns(headers: readonly string[]): number[] {
	const first = headers.length - SCORED_HEADERS.length;
	const found = first >= 0 && SCORED_HEADERS.every((name, i) => headers[first + i] === name);
	return found ? SCORED_HEADERS.map((_, i) => first + i) : [];
}
