import type { ScoredBlock } from '../core/run/types';

/** One of the run's highest rows. */
export interface TopRow {
	/** 1-based data row. */
	readonly row: number;
	readonly margin: number;
	readonly score: number;
	readonly label: 0 | 1 | null;
	readonly amount: number | null;
	/** The row's own cells, in the order of the run's headers. */
	readonly cells: readonly string[];
}

/** The rows of highest margin among those whose cells the blocks kept; equal margins in file order. */
export class TopRows {
	private rows: TopRow[] = [];

	constructor(private readonly limit: number) {}

	add(block: ScoredBlock): void {
		for (const kept of block.kept) {
			const i = kept.row - block.firstRow;
			const margin = block.margin[i] ?? NaN;
			if (Number.isNaN(margin)) continue;
			const amount = block.amount[i] ?? NaN;
			this.rows.push({
				row: kept.row,
				margin,
				score: block.score[i] ?? NaN,
				label: readLabel(block.label[i]),
				amount: Number.isNaN(amount) ? null : amount,
				cells: kept.cells
			});
		}
		if (this.rows.length > 4 * this.limit) this.cut();
	}

	/** Highest first. */
	result(): TopRow[] {
		this.cut();
		return this.rows;
	}

	private cut(): void {
		this.rows.sort((a, b) => b.margin - a.margin || a.row - b.row);
		this.rows = this.rows.slice(0, this.limit);
	}
}

/** A stored label: 0, 1, or null for none. */
export function readLabel(stored: number | undefined): 0 | 1 | null {
	return stored === 0 || stored === 1 ? stored : null;
}
