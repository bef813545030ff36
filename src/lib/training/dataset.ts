import { ShrikeError } from '../core/errors';

/** Labelled raw transactions in memory, column by column. */
export interface Dataset {
	readonly rows: number;
	/** One array of `rows` values a raw feature column, in schema order. */
	readonly raw: readonly Float64Array[];
	/** 1 for a fraud. */
	readonly labels: Uint8Array;
}

export function fraudCount({ labels }: Dataset): number {
	return labels.reduce((sum, label) => sum + label, 0);
}

/** The rows at these indices, in their order. */
export function selectRows(data: Dataset, indices: ArrayLike<number>): Dataset {
	const rows = indices.length;
	const take = <A extends Float64Array | Uint8Array>(from: A, to: A): A => {
		for (let i = 0; i < rows; i++) to[i] = from[indices[i]];
		return to;
	};
	return {
		rows,
		raw: data.raw.map((column) => take(column, new Float64Array(rows))),
		labels: take(data.labels, new Uint8Array(rows))
	};
}

/** Rows of several tables of the same columns, one after the other. */
export function concatenate(tables: readonly Dataset[]): Dataset {
	const rows = tables.reduce((sum, table) => sum + table.rows, 0);
	const raw = tables[0].raw.map(() => new Float64Array(rows));
	const labels = new Uint8Array(rows);
	let at = 0;
	for (const table of tables) {
		table.raw.forEach((values, column) => raw[column].set(values, at));
		labels.set(table.labels, at);
		at += table.rows;
	}
	return { rows, raw, labels };
}

/**
 * Indices of the first occurrence of every distinct row, ascending. Two rows are duplicates when all raw values and the
 * label are equal; left in, they would stand in training and test at once.
 */
export function firstOccurrences(data: Dataset): number[] {
	const seen = new Set<string>();
	const kept: number[] = [];
	for (let row = 0; row < data.rows; row++) {
		const key = `${data.raw.map((column) => column[row]).join()},${data.labels[row]}`;
		if (seen.has(key)) continue;
		seen.add(key);
		kept.push(row);
	}
	return kept;
}

/** Frauds below which splits and figures mean nothing. */
const fewestFrauds = 10;

/** Throws `data.one-class` or `data.too-few-frauds` for data that cannot be learned from. */
export function requireLearnable(data: Dataset): void {
	const frauds = fraudCount(data);
	if (data.rows === 0 || frauds === 0 || frauds === data.rows) {
		throw new ShrikeError(
			'data.one-class',
			`The data has ${data.rows} usable rows, of which ${frauds} are frauds. Training needs frauds and normal transactions: give data with both.`,
			{ rows: data.rows, frauds }
		);
	}
	if (frauds < fewestFrauds) {
		throw new ShrikeError(
			'data.too-few-frauds',
			`The data has ${frauds} distinct frauds; training needs at least ${fewestFrauds}. Give more data, several --data files if need be.`,
			{ frauds, needed: fewestFrauds }
		);
	}
}
