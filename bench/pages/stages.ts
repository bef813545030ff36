import { askWorker, chosenFile } from './ask-worker';
import type { StageRequest, StageTime } from './stages-worker';

/** Each stage of a run alone, on the file chosen in the page, in a worker. */
export function measureStages(packs: readonly string[], budgetMs: number): Promise<readonly StageTime[]> {
	const request: StageRequest = { file: chosenFile(), packs, budgetMs };
	return askWorker(new Worker(new URL('./stages-worker.ts', import.meta.url), { type: 'module' }), request);
}
