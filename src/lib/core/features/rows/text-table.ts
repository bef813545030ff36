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

	/** Fills `made` with the numbers of a column of codes and returns it; NaN stands for a missing text. */
	look(codes: Float64Array, made: Float64Array): Float64Array {
		const values = this.all();
		const missing = this.of('');
		for (let row = 0; row < made.length; row++) {
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
