import type { CardNames } from '../../core/privacy/card-names';
import { mayHoldCardNumber } from '../../core/privacy/card-number';
import { cellsText, recordText } from '../../core/run/cells-text';
import type { KeptRow } from '../../core/run/types';
import { decoded } from '../../csv/cells';
import type { RecordBatch } from '../../csv/types';
import type { RunColumns } from './columns';
import { isAstray, shownCells } from './shown-cells';

/** A longer cell (a note, a whole message) is cut; the download has all of it. */
const longestCell = 1000;

type Columns = Pick<RunColumns, 'counts' | 'sensitive'>;

/** The cells of a row as the log keeps them: no card numbers, and long ones cut. */
export function keptCells(batch: RecordBatch, row: number, columns: Columns, names: CardNames): KeptRow['cells'] {
	return asItStands(batch, row, columns, names) ?? cellsText(shownCells(batch, row, columns, names).map(cut));
}

/**
 * The record as it stands, but for card numbers; decoded in one piece where no cell may hold one. Null where a cell is quoted
 * or long, or may stand in another column than it belongs to.
 */
function asItStands(batch: RecordBatch, row: number, columns: Columns, names: CardNames): KeptRow['cells'] | null {
	const { bytes, rowField, fieldStart, fieldEnd, quoted } = batch;
	const { sensitive } = columns;
	const first = rowField[row];
	const last = rowField[row + 1] - 1;
	if (last <= first || isAstray(batch, row, columns)) return null;
	let text = '';
	let done = fieldStart[first];
	for (let f = first; f <= last; f++) {
		const [start, end] = [fieldStart[f], fieldEnd[f]];
		// Of a cell there are never fewer bytes than UTF-16 units.
		if (quoted[f] !== 0 || end - start > longestCell) return null;
		const isCard = sensitive.has(f - first);
		if (!isCard && !mayHoldCardNumber(bytes, start, end)) continue;
		const cell = decoded(batch, start, end);
		text += decoded(batch, done, start) + (isCard ? names.ofCell(cell) : names.within(cell));
		done = end;
	}
	return recordText(String.fromCharCode(bytes[fieldEnd[first]]), text + decoded(batch, done, fieldEnd[last]));
}

/** Of a cell whose card numbers are hidden already: the cut could leave most of one. */
function cut(cell: string): string {
	return cell.length <= longestCell ? cell : `${cell.slice(0, longestCell - 1)}…`;
}
