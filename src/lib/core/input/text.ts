import type { Cell } from './types';

export function isBlank(cell: Cell): boolean {
	return cell === null || (typeof cell === 'string' && cell.trim() === '');
}

/** A text or a date as it was written, without the blanks around it; a number stands for its digits. */
export function readText(cell: Cell): { readonly value: string } | { readonly problem: string } {
	if (isBlank(cell)) return { problem: 'is empty.' };
	if (typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell)) {
		return { problem: 'is a number too long to be read exactly: put it in quotes.' };
	}
	return { value: String(cell).trim() };
}
