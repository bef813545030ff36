/** Texts numbered by first occurrence. */
export class TextDictionary {
	readonly texts: string[] = [];
	private readonly codes = new Map<string, number>();

	get size(): number {
		return this.texts.length;
	}

	/** The texts numbered `code` and later, in order: what another dictionary has not been told of yet. */
	textsFrom(code: number): string[] {
		return this.texts.slice(code);
	}

	/** The text's number; a new text gets the next one. */
	codeOf(text: string): number {
		const known = this.codes.get(text);
		if (known !== undefined) return known;
		const code = this.texts.push(text) - 1;
		this.codes.set(text, code);
		return code;
	}
}
