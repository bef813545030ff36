import type { Reject } from '../../core/run/types';
import { parseNumberText } from '../../csv/number';
import { maskCardNumber } from './card-number';
import type { FeatureCell } from './columns';

/** Offending text is kept up to this many characters. */
const valueLength = 100;

/** A row with another number of cells than the header has. */
export function raggedReject(row: number, cells: number, width: number, texts: readonly string[]): Reject {
	const fault = cells < width ? 'a delimiter or a quote may be missing' : 'a cell with a delimiter in it needs quotes';
	const reason = `The row has ${counted(cells)}, but the header has ${width}: ${fault}.`;
	return { row, code: 'row.ragged', column: '', value: cut(texts.map(maskCardNumber).join(' ')), reason };
}

/**
 * A feature cell that gave no usable number.
 *
 * @param value what the cell was read as: NaN, or a number outside the column's bounds
 */
export function cellReject(row: number, cell: FeatureCell, value: number, text: string, decimal: '.' | ','): Reject {
	const { header, min, max } = cell;
	const shown = cut(maskCardNumber(text));
	const reject = (code: Reject['code'], reason: string): Reject => ({ row, code, column: header, value: shown, reason });
	if (value < min) return reject('cell.out-of-range', `${header} is ${shown.trim()}, but cannot be below ${min}.`);
	if (value > max) return reject('cell.out-of-range', `${header} is ${shown.trim()}, but cannot be above ${max}.`);
	switch (parseNumberText(text, decimal)) {
		case 'blank':
			return reject('cell.blank', `${header} is empty.`);
		case 'not-finite':
			return reject('cell.not-finite', `${header} is “${shown}”, which is not a finite number.`);
		default:
			return reject('cell.not-a-number', `${header} is “${shown}”, which is not a plain number.`);
	}
}

/** A label that is neither 0, 1 nor blank: its row is scored, without a label. */
export function labelReject(row: number, header: string, text: string): Reject {
	const value = cut(maskCardNumber(text));
	const reason = `${header} is “${value}”, which is neither 0 nor 1: the row was scored, but without its label.`;
	return { row, code: 'cell.bad-label', column: header, value, reason };
}

const counted = (cells: number): string => (cells === 1 ? '1 cell' : `${cells} cells`);

function cut(text: string): string {
	return text.length <= valueLength ? text : `${text.slice(0, valueLength - 1)}…`;
}
