import type { CardNames } from '../../core/privacy/card-names';
import type { Reject } from '../../core/run/types';
import { parseNumberText } from '../../csv/number';
import type { FeatureCell } from './columns';

/** Offending text is kept up to this many characters. */
const valueLength = 100;

/**
 * A row with another number of cells than the header has.
 *
 * @param astray whether the table has card numbers, which may stand anywhere in a bad row
 */
export function raggedReject(row: number, texts: readonly string[], width: number, names: CardNames, astray: boolean): Reject {
	const cells = texts.length;
	const fault = cells < width ? 'a delimiter or a quote may be missing' : 'a cell with a delimiter in it needs quotes';
	const reason = `The row has ${counted(cells)}, but the header has ${width}: ${fault}.`;
	const shown = texts.map((text) => (astray ? names.astray(text) : names.within(text)));
	return { row, code: 'row.ragged', column: '', value: cut(shown.join(' ')), reason };
}

/**
 * A feature cell that gave nothing usable.
 *
 * @param value what the cell was read as: NaN, or a number outside the column's bounds
 * @param astray see {@link raggedReject}: as many cells as the header has may still stand in the wrong columns
 */
export function cellReject(
	row: number,
	cell: FeatureCell,
	value: number,
	text: string,
	decimal: '.' | ',',
	names: CardNames,
	astray: boolean
): Reject {
	const { header, min, max, kind } = cell;
	const shown = cut(cell.sensitive ? names.ofCell(text) : astray ? names.astray(text) : names.within(text));
	const reject = (code: Reject['code'], reason: string): Reject => ({ row, code, column: header, value: shown, reason });
	if (/^[ \t]*$/.test(text)) return reject('cell.blank', `${header} is empty.`);
	if (value < min) return reject('cell.out-of-range', `${header} is ${shown.trim()}, but cannot be ${kind === 'date' ? 'so early' : `below ${min}`}.`);
	if (value > max) return reject('cell.out-of-range', `${header} is ${shown.trim()}, but cannot be ${kind === 'date' ? 'so late' : `above ${max}`}.`);
	if (kind === 'date') {
		return reject('cell.bad-date', `${header} is “${shown}”, which is no date that can be read: write it like 2026-01-31 23:59:59.`);
	}
	return parseNumberText(text, decimal) === 'not-finite'
		? reject('cell.not-finite', `${header} is “${shown}”, which is not a finite number.`)
		: reject('cell.not-a-number', `${header} is “${shown}”, which is not a plain number.`);
}

/** A label that is neither 0, 1 nor blank: its row is scored, without a label. @param astray see {@link raggedReject} */
export function labelReject(row: number, header: string, text: string, names: CardNames, astray: boolean): Reject {
	const value = cut(astray ? names.astray(text) : names.within(text));
	const reason = `${header} is “${value}”, which is neither 0 nor 1: the row was scored, but without its label.`;
	return { row, code: 'cell.bad-label', column: header, value, reason };
}

const counted = (cells: number): string => (cells === 1 ? '1 cell' : `${cells} cells`);

function cut(text: string): string {
	return text.length <= valueLength ? text : `${text.slice(0, valueLength - 1)}…`;
}
