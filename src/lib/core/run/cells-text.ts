/**
 * The cells of a row in one text, exactly, whatever is in them: thousands of rows cross from worker to worker and into the
 * log, and a text costs there what a single cell would. Either JSON, an array of strings; or, for a record in which nothing
 * is quoted, its delimiter and then the record as the file has it.
 */
export function cellsText(cells: readonly string[]): string {
	return JSON.stringify(cells);
}

/** See {@link cellsText}. @param record cells of which none is quoted or has the delimiter in it, with the delimiter between them */
export function recordText(delimiter: string, record: string): string {
	return delimiter + record;
}

/** The cells in a text of {@link cellsText} or {@link recordText}; none in any other, as of a log that was damaged. */
export function cellsOf(text: string): readonly string[] {
	if (/^[,;\t|]/.test(text)) return text.slice(1).split(text.charAt(0));
	const cells = parsed(text);
	return Array.isArray(cells) && cells.every((cell) => typeof cell === 'string') ? cells : [];
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
