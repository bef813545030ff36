import type { KeyedHash } from '../../privacy/keyed-hash';
import type { TextDictionary } from '../text-dictionary';

/**
 * 64-bit fingerprints of whole rows: numbers by their bits, texts by their keyed hashes, each of which is made once. Two
 * different rows have the same one once in 2⁶⁴.
 */
export class RowPrints {
	private readonly number = new Float64Array(1);
	private readonly bits = new Uint32Array(this.number.buffer);
	/** By column and code. */
	private readonly texts: readonly Map<number, [number, number]>[];

	constructor(
		private readonly dictionaries: readonly (TextDictionary | null)[],
		private readonly hash: KeyedHash
	) {
		this.texts = dictionaries.map(() => new Map());
	}

	/** @param valueOf the row's value in a raw column */
	of(valueOf: (column: number) => number): [number, number] {
		let [one, other] = [0x243f6a88, 0x85a308d3];
		for (let column = 0; column < this.dictionaries.length; column++) {
			const dictionary = this.dictionaries[column];
			const value = valueOf(column);
			const [low, high] = dictionary ? this.textWords(column, dictionary, value) : this.numberWords(value);
			one = mix(Math.imul(one, 31) ^ low ^ Math.imul(other, 0x9e3779b1));
			other = mix(Math.imul(other, 33) ^ high ^ Math.imul(one, 0x85ebca6b));
		}
		return [one >>> 0, other >>> 0];
	}

	private numberWords(value: number): [number, number] {
		// One zero, and one NaN.
		this.number[0] = value === 0 ? 0 : value === value ? value : NaN;
		return [this.bits[0], this.bits[1]];
	}

	private textWords(column: number, { texts }: TextDictionary, code: number): [number, number] {
		if (code !== code) return [0, 0];
		const known = this.texts[column].get(code);
		if (known) return known;
		const name = this.hash.of(texts[code]);
		const words: [number, number] = [Number.parseInt(name.slice(0, 8), 16), Number.parseInt(name.slice(8, 16), 16)];
		this.texts[column].set(code, words);
		return words;
	}
}

/** MurmurHash3's finaliser. */
function mix(h: number): number {
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return h ^ (h >>> 16);
}
