import { ShrikeError } from '../errors';
import type { TextDictionary } from './text-dictionary';

/**
 * Takes codes of another dictionary, such as that of a worker that reads a part of a file, to those of a session's
 * dictionary of the same column. Texts that are learned block by block, in the order of the file, get the codes that one
 * reader of the whole file would give them, so that features and saved profiles are the same to the bit.
 */
export class CodeTranslation {
	/** By their code. */
	private ours = new Int32Array(64);
	private known = 0;

	/** @param dictionary the session's */
	constructor(private readonly dictionary: TextDictionary) {}

	/** How many of their texts are known: from which code on `textsFrom` has to tell the next ones. */
	get size(): number {
		return this.known;
	}

	/** Their next texts, in the order of their codes, the empty text among them. */
	learn(texts: readonly string[]): void {
		const needed = this.known + texts.length;
		if (needed > this.ours.length) {
			const more = new Int32Array(Math.max(needed, 2 * this.ours.length));
			more.set(this.ours);
			this.ours = more;
		}
		for (const text of texts) this.ours[this.known++] = this.dictionary.codeOf(text);
	}

	/**
	 * Replaces their codes by ours in the first `rows` entries; NaN, a missing text, stays. Throws `engine.internal` for a code
	 * that was not learned.
	 */
	translate(column: Float64Array, rows: number): void {
		const { ours, known } = this;
		for (let row = 0; row < rows; row++) {
			const code = column[row];
			if (code < known) column[row] = ours[code];
			else if (code === code) throw unlearned(code, known);
		}
	}
}

function unlearned(code: number, known: number): ShrikeError {
	return new ShrikeError(
		'engine.internal',
		'A part of the file came without the texts that it speaks of, so its rows cannot be scored. Score the file again.',
		{ code, known }
	);
}
