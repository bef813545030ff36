import { TopRows } from '../../core/metrics/top-rows';
import type { KeptRow, ScoredBlock } from '../../core/run/types';
import { rowCells } from '../../csv/cells';
import type { RecordBatch } from '../../csv/types';
import { maskCardNumber } from './card-number';

/** Rows of a run that keep their cells. */
export const topRowCount = 1000;

/** A longer cell (a note, a whole message) is cut; the download has all of it. */
const longestCell = 1000;

/** Which rows of a run have the highest margins so far; of equal ones the first. */
export class TopCells {
	private readonly top: TopRows;

	/** @param count rows to keep; 0 for none */
	constructor(count = topRowCount) {
		this.top = new TopRows(count);
	}

	/** Counts a block's rows in and returns, in file order, the cells of those that are among the highest now. */
	take(block: Pick<ScoredBlock, 'firstRow' | 'rows' | 'margin'>, batch: RecordBatch): KeptRow[] {
		if (!this.offer(block)) return [];
		return this.top
			.rows()
			.map(({ row }) => row)
			.filter((row) => row >= block.firstRow)
			.sort((a, b) => a - b)
			.map((row) => ({ row, cells: rowCells(batch, row - block.firstRow).map(shown) }));
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

function shown(cell: string): string {
	// Masked before it is cut: the cut could leave most of a card number.
	const masked = maskCardNumber(cell);
	return masked.length <= longestCell ? masked : `${masked.slice(0, longestCell - 1)}…`;
}
