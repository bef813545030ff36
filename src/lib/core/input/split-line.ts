const delimiters = ['\t', ';', '|'] as const;

/**
 * The cells of one pasted line. Tab, semicolon and bar separate wherever they occur outside quotes. A comma does where the
 * cells between commas have no blanks inside, so that `0,5 1,25` is two decimals; blanks separate otherwise. Where
 * `texts` are among the values, blanks are part of them and a comma always separates.
 */
export function splitLine(line: string, texts = false): string[] {
	for (const delimiter of delimiters) {
		const cells = splitQuoted(line, delimiter);
		if (cells.length > 1) return cells;
	}
	const commas = splitQuoted(line, ',');
	if (texts && commas.length > 1) return commas;
	const blanks = line.trim().split(/\s+/);
	if (commas.length > 1 && (blanks.length === 1 || commas.every((cell) => !/\s/.test(cell)))) return commas;
	// `1.5, 2 3` is neither: commas at the end of words are separators all the same.
	return blanks.some((cell) => /^,|,$/.test(cell)) ? line.trim().split(/[\s,]+/) : blanks.map(unquote);
}

function splitQuoted(line: string, delimiter: string): string[] {
	const cells: string[] = [];
	let cell = '';
	let quoted = false;
	for (const char of line) {
		if (char === '"') quoted = !quoted;
		if (char === delimiter && !quoted) {
			cells.push(unquote(cell.trim()));
			cell = '';
		} else cell += char;
	}
	cells.push(unquote(cell.trim()));
	return cells;
}

function unquote(cell: string): string {
	const inner = /^"([\s\S]*)"$/.exec(cell)?.[1];
	return inner === undefined ? cell : inner.replaceAll('""', '"').trim();
}
