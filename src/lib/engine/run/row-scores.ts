import { decisionCodes } from '../../core/policy/policy';
import type { Policy } from '../../core/policy/policy';
import type { ScoredBlock } from '../../core/run/types';
import type { RowScores } from '../../csv/writer';
import { errorText } from './part-text';

/** What a download needs of a block. */
type Scores = Pick<ScoredBlock, 'firstRow' | 'score' | 'decision' | 'rejects'>;

const rejected = 255;
/** For rows after the last block of a run that did not finish. */
const notScored = 'not scored: the run ended before this row';

/**
 * What a download appends to the data rows from `firstRow` (1-based) on, from the blocks that hold them, in whatever pieces
 * those came. Rows of no block are said not to have been scored. Decisions follow `policy`; an error names the code first,
 * to filter by.
 */
export function rowScores(blocks: readonly Scores[], firstRow: number, rows: number, policy: Policy): RowScores {
	const [only] = blocks;
	const whole = blocks.length === 1 && only.firstRow === firstRow && only.score.length === rows;
	const score = whole ? only.score : new Float64Array(rows).fill(NaN);
	const stored = whole ? only.decision : new Uint8Array(rows).fill(rejected);
	const errors = new Map<number, string>();
	let done = 0;
	for (const block of blocks) {
		const from = Math.max(block.firstRow - firstRow, 0);
		const to = Math.min(block.firstRow + block.score.length - firstRow, rows);
		if (to <= from) continue;
		for (let r = done; r < from; r++) errors.set(r, notScored);
		done = to;
		if (!whole) {
			const skipped = firstRow + from - block.firstRow;
			score.set(block.score.subarray(skipped, skipped + to - from), from);
			stored.set(block.decision.subarray(skipped, skipped + to - from), from);
		}
		for (const reject of block.rejects) {
			const r = reject.row - firstRow;
			if (r >= from && r < to) errors.set(r, errorText(reject));
		}
	}
	for (let r = done; r < rows; r++) errors.set(r, notScored);
	const decision = decisionCodes(score, policy);
	for (let r = 0; r < rows; r++) if (stored[r] === rejected) decision[r] = rejected;
	return { score, decision, errors };
}
