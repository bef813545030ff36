import type { TextDictionary } from '../text-dictionary';

/** A number for every text of a dictionary, computed once for each. */
export class TextTable {
	private values = new Float64Array(16);
	private known = 0;

	/** @param of the number of a text; `''` for a missing one */
	constructor(
		private readonly dictionary: TextDictionary,
		private readonly of: (text: string) => number
	) {}

	/** The numbers of a column of codes; NaN stands for a missing text. `[rows]` */
	look(codes: Float64Array, rows: number): Float64Array {
		const values = this.all();
		const missing = this.of('');
		const made = new Float64Array(rows);
		for (let row = 0; row < rows; row++) {
			const code = codes[row];
			made[row] = code === code ? values[code] : missing;
		}
		return made;
	}

	private all(): Float64Array {
		const { texts } = this.dictionary;
		if (texts.length > this.values.length) {
			const more = new Float64Array(Math.max(texts.length, this.values.length * 2));
			more.set(this.values);
			this.values = more;
		}
		for (; this.known < texts.length; this.known++) this.values[this.known] = this.of(texts[this.known]);
		return this.values;
	}
}
