import { bootstrapIntervals } from '../../core/metrics/bootstrap';
import { countsOfDescending, scoreHistogram } from '../../core/metrics/histogram';
import { averagePrecision } from '../../core/metrics/precision-recall';
import { rankTable } from '../../core/metrics/rank-table';
import type { Ranking } from '../../core/metrics/ranking';
import { rocAuc } from '../../core/metrics/roc';
import { rankingDraws } from '../../core/metrics/run-draws';
import { ThresholdTable } from '../../core/metrics/threshold-table';
import { cellsOf } from '../../core/run/cells-text';
import type { KeptRow, Reject, RunRecord, ScoredBlock } from '../../core/run/types';
import type { RunAnalysis, RunFigures, TopRow } from '../types';
import { ScoredRowColumns } from './scored-row-columns';
import type { Scoring } from './scored-row-columns';
import { TopCells, topRowCount } from './top-cells';

/** Rejects that a result lists; all of them are in the log and in the download. */
const listedRejects = 5000;

/** With its cells in one text, which are read only when it stays among the highest. */
type Candidate = Omit<TopRow, 'cells'> & Pick<KeptRow, 'cells'>;

type Ranked = Pick<RunAnalysis, 'table' | 'scores' | 'histogram'> & { readonly ranking: Ranking };

/** An analysis, and what computes its figures when they are asked for. */
export interface Analysed {
	readonly analysis: RunAnalysis;
	readonly figures: () => RunFigures | null;
}

export interface RunAnalystOptions {
	/** Rows that will come, as far as is known: room is made for them at once. */
	readonly expectedRows?: number;
	/** How the run's margins become scores; saves keeping these. Null or absent where that is not known. */
	readonly scoring?: Scoring | null;
}

/**
 * Makes the analysis of a run from its blocks, which it is fed one after the other, while they are scored or read back from
 * the log. Memory a scored row: 21 bytes while it collects and 29 at its end; with `scoring` 13 and 21; where all amounts
 * are whole hundredths 4 less. The analysis has 20.
 */
export class RunAnalyst {
	private readonly columns: ScoredRowColumns;
	private readonly top = new TopCells();
	private readonly candidates = new Map<number, Candidate>();
	private readonly rejects: Reject[] = [];
	private prepared: (() => Ranked) | null = null;

	constructor({ expectedRows = 0, scoring = null }: RunAnalystOptions = {}) {
		this.columns = new ScoredRowColumns(expectedRows, scoring);
	}

	/** Counts a block in, features apart. Blocks come in file order, all of the run's. */
	add(block: ScoredBlock): void {
		const { top, candidates, rejects } = this;
		this.columns.add(block);
		for (let i = 0; i < block.rejects.length && rejects.length < listedRejects; i++) rejects.push(block.rejects[i]);
		top.restore(block);
		for (const kept of block.kept) candidates.set(kept.row, candidate(block, kept));
		if (candidates.size > 4 * topRowCount) this.dropOvertaken();
	}

	/** Does what takes time as soon as all blocks were added, before the run is known to have ended. What fails, fails in `finish`. */
	prepare(): void {
		if (this.prepared) return;
		try {
			const ranked = this.ranked();
			this.prepared = () => ranked;
		} catch (thrown) {
			this.prepared = () => {
				throw thrown;
			};
		}
	}

	/** The analysis of all blocks. To be asked for once: it takes what was collected with it. The figures need nothing of it. */
	finish(run: RunRecord): Analysed {
		const { top, candidates, rejects } = this;
		const { ranking, ...ranked } = (this.prepared ?? (() => this.ranked()))();
		const highest = top.rows().flatMap((row) => candidates.get(row) ?? []);
		const analysis = { run, ...ranked, top: highest.map((row) => ({ ...row, cells: cellsOf(row.cells) })), rejects };
		return { analysis, figures: () => figures(ranking) };
	}

	private ranked(): Ranked {
		const { table, scores: kept } = ThresholdTable.fromOwn(this.columns.take());
		const scores = kept ?? this.columns.scoresOf(table.margins);
		return { table, scores, histogram: countsOfDescending(scores, scoreHistogram()), ranking: rankTable(table) };
	}

	private dropOvertaken(): void {
		const stillTop = new Set(this.top.rows());
		for (const row of this.candidates.keys()) if (!stillTop.has(row)) this.candidates.delete(row);
	}
}

function candidate(block: ScoredBlock, { row, cells }: KeptRow): Candidate {
	const i = row - block.firstRow;
	const [label, amount] = [block.label[i], block.amount[i]];
	return {
		row,
		margin: block.margin[i],
		score: block.score[i],
		label: label === 1 ? 1 : label === 0 ? 0 : null,
		amount: Number.isNaN(amount) ? null : amount,
		cells
	};
}

function figures(ranking: Ranking): RunFigures | null {
	if (Number.isNaN(ranking.rowWeight.positive) || Number.isNaN(ranking.rowWeight.negative)) return null;
	return bootstrapIntervals(ranking, { rocAuc, averagePrecision }, rankingDraws);
}
