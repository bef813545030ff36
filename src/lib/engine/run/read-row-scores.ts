import { ShrikeError } from '../../core/errors';
import type { RunStore } from '../../core/run/store';
import type { Reject } from '../../core/run/types';
import type { RunRowScores } from '../types';
import { nextTask } from './pace';

const notScored = 255;
/** As many as an analysis lists. */
const mostRejects = 5000;

/** Reads every row's score and decision back from the log, block by block; see {@link ScoringEngine.rowScores}. */
export async function readRowScores(store: RunStore, runId: string, mostRows: number): Promise<RunRowScores> {
	const run = await store.getRun(runId);
	if (!run) {
		throw new ShrikeError('storage.not-found', 'This run is no longer in the log. Score the file again.', { id: runId });
	}
	const { rows } = run.counts;
	const wanted = rows <= mostRows;
	const scores = wanted ? new Float64Array(rows).fill(NaN) : null;
	const decisions = wanted ? new Uint8Array(rows).fill(notScored) : null;
	const rejects: Reject[] = [];
	for await (const block of store.blocks(runId)) {
		const first = block.firstRow - 1;
		// A run that goes on may have logged more since its record was read.
		const count = Math.min(block.rows, rows - first);
		if (count <= 0) break;
		scores?.set(block.score.subarray(0, count), first);
		decisions?.set(block.decision.subarray(0, count), first);
		for (const reject of block.rejects) {
			const entry = reject.row - block.firstRow;
			// A row with a bad label is scored all the same.
			if (rejects.length < mostRejects && entry < count && block.decision[entry] === notScored) rejects.push(reject);
		}
		await nextTask();
	}
	return { scores, decisions, rejects };
}
