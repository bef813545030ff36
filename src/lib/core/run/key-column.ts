/**
 * The texts of a column, one a row, as UTF-8 behind one another: what the log keeps and hands from worker to worker without
 * making a string of each.
 */
export interface KeyColumn {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** `[rows]`: text i is `bytes[ends[i - 1] … ends[i] - 1]`. */
	readonly ends: Uint32Array<ArrayBuffer>;
}

// A U+FEFF that is part of a text stays.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of entry `i`. */
export function keyText({ bytes, ends }: KeyColumn, i: number): string {
	return decoder.decode(bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]));
}

/** All texts of a column. */
export function keyTexts(column: KeyColumn): string[] {
	return Array.from(column.ends, (_, i) => keyText(column, i));
}

/** The texts as a column. */
export function keyColumn(texts: readonly string[]): KeyColumn {
	const encoder = new TextEncoder();
	const encoded = texts.map((text) => encoder.encode(text));
	const ends = new Uint32Array(texts.length);
	let end = 0;
	encoded.forEach(({ length }, i) => (ends[i] = end += length));
	const bytes = new Uint8Array(end);
	encoded.forEach((text, i) => bytes.set(text, ends[i] - text.length));
	return { bytes, ends };
}
