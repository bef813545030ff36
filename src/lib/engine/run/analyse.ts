import { ShrikeError } from '../../core/errors';
import type { RunStore } from '../../core/run/store';
import { RunAnalyst, type Analysed } from './run-analyst';

/** Reads a run back from the log, see {@link ScoringEngine.analyse}. */
export async function analyse(store: RunStore, runId: string): Promise<Analysed> {
	const run = await store.getRun(runId);
	if (!run) {
		throw new ShrikeError('storage.not-found', 'This run is no longer in the log. It may have been deleted.', { id: runId });
	}
	const analyst = new RunAnalyst({ expectedRows: run.counts.scored });
	for await (const block of store.blocks(runId)) analyst.add(block);
	return analyst.finish(run);
}
