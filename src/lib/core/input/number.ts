import { parseNumberText } from '../number/parse-number-text';
import { echo } from './echo';
import type { Cell } from './types';

/** A number, or a sentence without a subject that says what is wrong: "is empty: expected a number." */
export type NumberReading = { readonly value: number } | { readonly problem: string };

/**
 * The decimal mark of values that were typed together. A comma is one only where no value has a point; where both occur,
 * a comma could be a thousands separator, and guessing would change amounts by a factor of a thousand.
 */
export function decimalMark(cells: readonly Cell[]): '.' | ',' {
	const texts = cells.filter((cell) => typeof cell === 'string');
	return texts.some((t) => t.includes(',')) && !texts.some((t) => t.includes('.')) ? ',' : '.';
}

/** Reads a value by the same grammar as cells of a file: no thousands separators, no `0x1F`, nothing that is not finite. */
export function readNumber(cell: Cell, decimal: '.' | ','): NumberReading {
	if (cell === null) return { problem: 'is empty: expected a number.' };
	if (typeof cell === 'boolean') return { problem: `is ${String(cell)}: expected a number.` };
	if (typeof cell === 'number') {
		return Number.isFinite(cell) ? { value: cell } : { problem: 'is too large: expected a finite number.' };
	}
	const text = cell.trim().replace(/^[−–]/, '-');
	const read = parseNumberText(text, decimal);
	if (typeof read === 'number') return { value: read };
	if (read === 'blank') return { problem: 'is empty: expected a number.' };
	if (read === 'not-finite') return { problem: `is ${echo(text)}: expected a finite number.` };
	const hint = text.includes(',') ? 'expected a number without thousands separators, and one decimal mark in all values.' : 'expected a number.';
	return { problem: `is ${echo(text)}: ${hint}` };
}

/** Reads a true class: 0, 1 or nothing; `undefined` for anything else. */
export function readClass(cell: Cell): 0 | 1 | null | undefined {
	if (cell === null || (typeof cell === 'string' && cell.trim() === '')) return null;
	if (typeof cell === 'boolean') return cell ? 1 : 0;
	const value = typeof cell === 'number' ? cell : /^[01](?:\.0*)?$/.test(cell.trim()) ? Number(cell) : undefined;
	return value === 0 || value === 1 ? value : undefined;
}
