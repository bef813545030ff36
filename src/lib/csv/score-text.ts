/**
 * A probability as it stands in a scored file: at most nine significant digits, no more than needed to spell them, plain
 * ASCII, with the file's decimal mark; '' for NaN (a rejected row).
 */
export function scoreText(probability: number, decimal: '.' | ','): string {
	if (Number.isNaN(probability)) return '';
	const text = String(Number(probability.toPrecision(9)));
	return decimal === ',' ? text.replace('.', ',') : text;
}

/** A cell of ours: line breaks become spaces, no program runs it as a formula, quoted where the file needs it. */
export function safeCell(text: string, delimiter: string): string {
	const line = text.replace(/[\r\n]+/g, ' ');
	// A spreadsheet runs what begins with one of these (OWASP, “CSV Injection”); an apostrophe makes it text.
	const inert = /^[=+\-@\t]/.test(line) ? `'${line}` : line;
	const needsQuotes = inert.includes(delimiter) || inert.includes('"') || /^\s|\s$/.test(inert);
	return needsQuotes ? `"${inert.replaceAll('"', '""')}"` : inert;
}
