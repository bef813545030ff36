/** A table as a user has it. */
export interface TableFile {
	readonly name: string;
	readonly text: string;
}

const components = Array.from({ length: 28 }, (_, i) => `V${i + 1}`);

/** Where the frauds of the first pack's data lie: far out in these components. */
const fraudShift: { readonly [column: string]: number } = { V4: 5, V10: -7, V12: -8, V14: -9, V17: -8 };

/** Numbers in [0, 1), always the same ones (a linear congruential generator: Numerical Recipes, 2nd edition, p. 284). */
function numbers(seed: number): () => number {
	let state = seed >>> 0;
	return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/**
 * Invented card transactions with the columns of `ulb-mlp`, one in a hundred fraud-like, about 290 bytes a row.
 * `more` adds columns to their right.
 */
export function transactions(
	name: string,
	rows: number,
	{ seed = 1, more = {} }: { seed?: number; more?: { readonly [header: string]: (row: number) => string } } = {}
): TableFile {
	const next = numbers(seed);
	const around = (middle: number): string => (middle + next() + next() + next() + next() - 2).toFixed(7);
	const lines = [['Time', ...components, 'Amount', ...Object.keys(more)].join(',')];
	for (let row = 1; row <= rows; row++) {
		const fraud = row % 100 === 0;
		const cells = components.map((column) => around(fraud ? (fraudShift[column] ?? 0) : 0));
		const further = Object.values(more).map((cell) => cell(row));
		lines.push([String(20_000 + row * 4), ...cells, (next() * 300).toFixed(2), ...further].join(','));
	}
	return { name, text: `${lines.join('\n')}\n` };
}

/** The probability column of a scored file, by row; NaN where a row has none. */
export function probabilities(scored: string): number[] {
	const [header, ...lines] = scored.trimEnd().split('\n').map((line) => line.split(','));
	const at = (header ?? []).indexOf('fraud_probability');
	return lines.map((cells) => (cells[at] ? Number(cells[at]) : NaN));
}
