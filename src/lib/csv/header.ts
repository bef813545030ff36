import { ShrikeError } from '../core/errors';
import { maskLongNumbers } from '../core/privacy/card-number';
import { parseNumberText } from './number';
import { scoredColumns } from './scored-columns';

/** Refuses a first record of numbers or blanks: throws `file.no-header`, naming its first cells. */
export function requireHeader(headers: readonly string[], name: string): void {
	const isData = (cell: string): boolean =>
		parseNumberText(cell, '.') !== 'not-a-number' || parseNumberText(cell, ',') !== 'not-a-number';
	if (!headers.every(isData)) return;
	// A row of data that was taken for a header may hold a card's number.
	const cells = headers.map((cell) => maskLongNumbers(cell));
	const shown = cells.slice(0, 3).join(', ') + (headers.length > 3 ? ', …' : '');
	const what = headers.every((cell) => cell === '') ? 'is blank' : `has only numbers (${shown})`;
	throw new ShrikeError(
		'file.no-header',
		`The first line of ${name} ${what}, so the columns have no names. ` +
			'Add a line with the column names at the top and try again.',
		{ first: cells.slice(0, 10) }
	);
}

/**
 * Refuses headers that occur twice: throws `file.duplicate-columns`, naming them. Blank ones do no harm, nor do those of
 * the last scoring, which are replaced: a user's column after those of an earlier one makes them occur twice.
 */
export function requireDistinctHeaders(headers: readonly string[], name: string): void {
	const seen = new Set<string>();
	const twice = new Set<string>();
	const replaced = scoredColumns(headers);
	for (const header of headers.filter((_, i) => !replaced.includes(i))) {
		if (header !== '' && seen.has(header)) twice.add(header);
		seen.add(header);
	}
	if (twice.size === 0) return;
	const columns = [...twice].map((header) => maskLongNumbers(header));
	throw new ShrikeError(
		'file.duplicate-columns',
		`${name} has more than one column named ${columns.map((c) => `“${c}”`).join(', ')}. ` +
			'Rename or remove the extra ones, so that it is clear which to read.',
		{ columns }
	);
}
