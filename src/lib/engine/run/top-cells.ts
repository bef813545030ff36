import { TopRows } from '../../core/metrics/top-rows';
import { CardNames } from '../../core/privacy/card-names';
import type { KeptRow, ScoredBlock } from '../../core/run/types';
import type { RecordBatch } from '../../csv/types';
import type { RunColumns } from './columns';
import { shownCells } from './shown-cells';

/** Rows of a run that keep their cells. */
export const topRowCount = 1000;

/** A longer cell (a note, a whole message) is cut; the download has all of it. */
const longestCell = 1000;

/** Which rows of a run have the highest margins so far; of equal ones the first. */
export class TopCells {
	private readonly top: TopRows;

	/** @param count rows to keep; 0 for none */
	constructor(
		count = topRowCount,
		private readonly names = new CardNames(null)
	) {
		this.top = new TopRows(count);
	}

	/** Counts a block's rows in and returns, in file order, the cells of those that are among the highest now. */
	take(block: Pick<ScoredBlock, 'firstRow' | 'rows' | 'margin'>, batch: RecordBatch, columns: RunColumns): KeptRow[] {
		if (!this.offer(block)) return [];
		return this.top
			.rows()
			.map(({ row }) => row)
			.filter((row) => row >= block.firstRow)
			.sort((a, b) => a - b)
			.map((row) => ({ row, cells: shownCells(batch, row - block.firstRow, columns, this.names).map(cut) }));
	}

	/** Counts a stored block in. */
	restore(block: Pick<ScoredBlock, 'firstRow' | 'rows' | 'margin'>): void {
		this.offer(block);
	}

	/** Row numbers, highest margin first. */
	rows(): number[] {
		return this.top.rows().map(({ row }) => row);
	}

	private offer({ firstRow, rows, margin }: Pick<ScoredBlock, 'firstRow' | 'rows' | 'margin'>): boolean {
		let entered = false;
		for (let i = 0; i < rows; i++) entered = this.top.offer(margin[i], firstRow + i) || entered;
		return entered;
	}
}

/** Of a cell whose card numbers are hidden already: the cut could leave most of one. */
function cut(cell: string): string {
	return cell.length <= longestCell ? cell : `${cell.slice(0, longestCell - 1)}…`;
}
