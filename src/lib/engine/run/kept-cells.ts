import type { CardNames } from '../../core/privacy/card-names';
import { mayHoldCardNumber } from '../../core/privacy/card-number';
import { cellsText, recordText } from '../../core/run/cells-text';
import type { KeptRow } from '../../core/run/types';
import { decoded } from '../../csv/cells';
import type { RecordBatch } from '../../csv/types';
import type { RunColumns } from './columns';
import { shownCells } from './shown-cells';

/** A longer cell (a note, a whole message) is cut; the download has all of it. */
const longestCell = 1000;

type Columns = Pick<RunColumns, 'counts' | 'sensitive'>;

/** The cells of a row as the log keeps them: no card numbers, and long ones cut. */
export function keptCells(batch: RecordBatch, row: number, columns: Columns, names: CardNames): KeptRow['cells'] {
	return asItStands(batch, row, columns) ?? cellsText(shownCells(batch, row, columns, names).map(cut));
}

/** The whole record in one decoding, where that is what is to be kept; null where a cell is quoted, long or may hold a card number. */
function asItStands(batch: RecordBatch, row: number, { sensitive }: Columns): KeptRow['cells'] | null {
	const { bytes, rowField, fieldStart, fieldEnd, quoted } = batch;
	const first = rowField[row];
	const last = rowField[row + 1] - 1;
	if (sensitive.size > 0 || last <= first) return null;
	for (let f = first; f <= last; f++) {
		const [start, end] = [fieldStart[f], fieldEnd[f]];
		// Of a cell there are never fewer bytes than UTF-16 units.
		if (quoted[f] !== 0 || end - start > longestCell || mayHoldCardNumber(bytes, start, end)) return null;
	}
	return recordText(String.fromCharCode(bytes[fieldEnd[first]]), decoded(batch, fieldStart[first], fieldEnd[last]));
}

/** Of a cell whose card numbers are hidden already: the cut could leave most of one. */
function cut(cell: string): string {
	return cell.length <= longestCell ? cell : `${cell.slice(0, longestCell - 1)}…`;
}
