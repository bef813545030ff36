import { TopRows } from '../../core/metrics/top-rows';
import { CardNames } from '../../core/privacy/card-names';
import type { KeptRow, ScoredBlock } from '../../core/run/types';
import type { RecordBatch } from '../../csv/types';
import type { RunColumns } from './columns';
import { keptCells } from './kept-cells';

export { candidateRows } from '../../core/metrics/top-rows';

/** Rows of a run that keep their cells. */
export const topRowCount = 1000;

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

	/** Margin that a row after those counted in must exceed to enter; -Infinity while there are fewer rows than places. */
	get floor(): number {
		return this.top.cutoff;
	}

	/** Counts a block's rows in and returns, in file order, the cells of those that are among the highest now. */
	take(block: Pick<ScoredBlock, 'firstRow' | 'margin'>, batch: RecordBatch, columns: RunColumns): KeptRow[] {
		const { firstRow, margin } = block;
		if (!this.top.offerAll(margin, firstRow)) return [];
		const entries = Uint32Array.from(this.top.rowsFrom(firstRow), (row) => row - firstRow);
		return keptRows(batch, entries, firstRow, columns, this.names);
	}

	/**
	 * As `take`, for blocks whose cells were read elsewhere: counts a block in by its candidates and returns those of them
	 * that are among the highest now. Blocks come in file order.
	 *
	 * @param candidates in file order, all that `candidateRows` finds with `floor` as it is now or was before
	 */
	admit(block: Pick<ScoredBlock, 'firstRow' | 'margin'>, candidates: readonly KeptRow[]): KeptRow[] {
		const { firstRow, margin } = block;
		let entered = false;
		for (const { row } of candidates) entered = this.top.offer(margin[row - firstRow], row) || entered;
		if (!entered) return [];
		const now = new Set(this.top.rowsFrom(firstRow));
		return candidates.filter(({ row }) => now.has(row));
	}

	/** Counts a stored block in. */
	restore({ firstRow, margin }: Pick<ScoredBlock, 'firstRow' | 'margin'>): void {
		this.top.offerAll(margin, firstRow);
	}

	/** Row numbers, highest margin first. */
	rows(): number[] {
		return this.top.rows().map(({ row }) => row);
	}
}

/** The cells of some rows of a batch as the log keeps them: no card numbers, and long ones cut. */
export function keptRows(batch: RecordBatch, entries: Uint32Array, firstRow: number, columns: RunColumns, names: CardNames): KeptRow[] {
	return Array.from(entries, (entry) => ({ row: firstRow + entry, cells: keptCells(batch, entry, columns, names) }));
}
