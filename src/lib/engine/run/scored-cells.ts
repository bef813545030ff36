import { decide } from '../../core/policy/policy';
import type { Policy } from '../../core/policy/policy';
import type { Reject, ScoredBlock } from '../../core/run/types';
import type { ScoredCells } from '../../csv/writer';
import { errorText } from './part-text';

/** What a download appends to the rows of a block: `fill(cells, row)` for its 1-based data rows. */
export type CellFiller = (cells: ScoredCells, row: number) => void;

/** Fills the cells of a row from its block. Decisions follow `policy`; the error names the code first, to filter by. */
export function cellFiller(block: Pick<ScoredBlock, 'firstRow' | 'score' | 'decision' | 'rejects'>, policy: Policy): CellFiller {
	const rejects = new Map<number, Reject>(block.rejects.map((reject) => [reject.row, reject]));
	return (cells, row) => {
		const i = row - block.firstRow;
		cells.probability = block.score[i];
		if (block.decision[i] !== 255) cells.decision = decide(block.score[i], policy);
		const reject = rejects.get(row);
		if (reject) cells.error = errorText(reject);
	};
}

/** For rows after the last block of a run that did not finish. */
export const notScored: CellFiller = (cells) => {
	cells.error = 'not scored: the run ended before this row';
};
