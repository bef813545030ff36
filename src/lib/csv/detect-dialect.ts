import Papa from 'papaparse';
import type { Dialect } from '../core/run/types';
import { parseNumberText } from './number';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_ROWS = 200;

/** The rows of a head as PapaParse splits them by one delimiter; the last is left out where the head may cut it. */
function sampleRows(text: string, whole: boolean, delimiter: string): string[][] {
	const { data, meta } = Papa.parse<string[]>(text, { delimiter, newline: '\n', preview: SAMPLE_ROWS + 1, skipEmptyLines: true });
	return whole || meta.truncated || data.length < 2 ? data : data.slice(0, -1);
}

/**
 * The line `sep=;` (any delimiter, quoted or not) that tells Excel how to split the file: the delimiter, and the line's
 * length with its ending. Null for files that begin otherwise.
 */
export function separatorLine(head: Uint8Array): { readonly delimiter: Dialect['delimiter']; readonly bytes: number } | null {
	const line = /^("?)sep=(.)\1(?:\r\n?|\n|$)/i.exec(String.fromCharCode(...head.subarray(0, 9)));
	const delimiter = DELIMITERS.find((candidate) => candidate === line?.[2]);
	return line && delimiter ? { delimiter, bytes: line[0].length } : null;
}

interface Candidate {
	readonly delimiter: Dialect['delimiter'];
	readonly width: number;
	/** Share of the data rows that are as wide as the header. */
	readonly steady: number;
	/** Share of the data cells that are blank or numbers with either decimal mark. */
	readonly numeric: number;
	/** Data cells that are numbers only with a decimal comma, less those that are only with a point. */
	readonly commas: number;
}

function judge(delimiter: Dialect['delimiter'], rows: readonly string[][]): Candidate {
	const [header = [], ...data] = rows;
	const cells = data.flat();
	const steady = data.filter((row) => row.length === header.length).length / Math.max(1, data.length);
	let numbers = 0;
	let commas = 0;
	for (const cell of cells) {
		const point = typeof parseNumberText(cell, '.') === 'number';
		// Without a comma in it, it is a number with either mark, or only with the point that it has.
		const comma = cell.includes(',') ? typeof parseNumberText(cell, ',') === 'number' : point && !cell.includes('.');
		if (point || comma) numbers++;
		commas += Number(comma) - Number(point);
	}
	const numeric = numbers / Math.max(1, cells.length);
	return { delimiter, width: header.length, steady: Math.round(steady * 10), numeric: Math.round(numeric * 20), commas };
}

/**
 * The delimiter and decimal mark of a head of UTF-8 text. A delimiter must split the header. Among those that do, the
 * one wins under which most rows are as wide as the header, then the one that leaves most cells numbers (so that
 * `1,5;2,5` is two cells), then the one with most columns. A file of one column has the comma, or the semicolon where
 * commas are its decimal marks.
 */
export function detectDialect(
	head: Uint8Array,
	whole: boolean,
	given: Partial<Dialect>
): Pick<Dialect, 'delimiter' | 'decimal'> {
	// One kind of line ending: PapaParse mis-splits text that mixes them, and for the guess it does not matter which.
	const text = new TextDecoder().decode(head).replace(/\r\n?/g, '\n');
	const possible = DELIMITERS.filter((d) => given.delimiter === undefined || d === given.delimiter);
	const judged = (delimiters: readonly Dialect['delimiter'][]) => delimiters.map((d) => judge(d, sampleRows(text, whole, d)));
	// One that the text does not have splits nothing, and loses to any that does.
	const splitting = judged(possible.filter((d) => text.includes(d))).filter(({ width }) => width > 1);
	const candidates = splitting.length > 0 ? splitting : judged(possible);
	const best = candidates.reduce((a, b) => (compare(b, a) > 0 ? b : a));
	// The comma where more cells are numbers only with it than only with the point.
	return { delimiter: best.delimiter, decimal: given.decimal ?? (best.commas > 0 ? ',' : '.') };
}

/** Positive when `a` fits better. */
function compare(a: Candidate, b: Candidate): number {
	return (
		Number(a.width > 1) - Number(b.width > 1) || a.steady - b.steady || a.numeric - b.numeric || a.width - b.width
	);
}
