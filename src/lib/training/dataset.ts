import { TextDictionary } from '../core/features/text-dictionary';

/** Labelled raw transactions in memory, column by column. */
export interface Dataset {
	readonly rows: number;
	/**
	 * One array of `rows` values a raw feature column, in schema order: numbers as they are, dates in seconds since 1970,
	 * texts as codes of `dictionaries`. NaN where the file lacks an optional number or date.
	 */
	readonly raw: readonly Float64Array[];
	/** Texts of every raw column, null where it is none; absent for data without texts. */
	readonly dictionaries?: readonly (TextDictionary | null)[];
	/** 1 for a fraud. */
	readonly labels: Uint8Array;
}

export function fraudCount({ labels }: Pick<Dataset, 'labels'>): number {
	let frauds = 0;
	for (const label of labels) frauds += label;
	return frauds;
}

/** The rows at these indices, in their order. */
export function selectRows(data: Dataset, indices: ArrayLike<number>): Dataset {
	const rows = indices.length;
	const take = <A extends Float64Array | Uint8Array>(from: A, to: A): A => {
		for (let i = 0; i < rows; i++) to[i] = from[indices[i]];
		return to;
	};
	return {
		...data,
		rows,
		raw: data.raw.map((column) => take(column, new Float64Array(rows))),
		labels: take(data.labels, new Uint8Array(rows))
	};
}

/** Rows of several tables of the same columns, one after the other. Texts get the codes of the first table, and new ones. */
export function concatenate(tables: readonly Dataset[]): Dataset {
	if (tables.length === 1) return tables[0];
	const rows = tables.reduce((sum, table) => sum + table.rows, 0);
	const raw = tables[0].raw.map(() => new Float64Array(rows));
	const labels = new Uint8Array(rows);
	const dictionaries = tables[0].dictionaries?.map((texts) => texts && new TextDictionary());
	let at = 0;
	for (const table of tables) {
		table.raw.forEach((values, column) => {
			const codes = recoding(table.dictionaries?.[column], dictionaries?.[column]);
			raw[column].set(codes ? values.map((code) => codes[code]) : values, at);
		});
		labels.set(table.labels, at);
		at += table.rows;
	}
	return { rows, raw, labels, ...(dictionaries ? { dictionaries } : {}) };
}

/** The code in `to` of each text of `from`; null where the column holds no texts. Adds what is missing. */
export function recoding(from: TextDictionary | null | undefined, to: TextDictionary | null | undefined): Float64Array | null {
	if (!from || !to) return null;
	return Float64Array.from(from.texts, (text) => to.codeOf(text));
}
