/** A table in Markdown, columns padded so that it reads well in a terminal; all but the first are aligned to the right. */
export function markdownTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = headers.map((header, c) => Math.max(3, header.length, ...rows.map((row) => row[c].length)));
	const line = (cells: readonly string[]): string =>
		`| ${cells.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join(' | ')} |`;
	const rule = `|${widths.map((width, c) => (c === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
	return [line(headers), rule, ...rows.map(line)].join('\n');
}

/** Three significant digits, thousands set apart. */
export const figure = (x: number): string => x.toLocaleString('en', { maximumSignificantDigits: 3 });

/** Whole, thousands set apart. */
export const whole = (x: number): string => Math.round(x).toLocaleString('en');
