import { WorkerEngine } from '../engine/worker/client';
import type { ScoringEngine } from '../engine/types';
import type { LogStore } from '../storage/log';

/**
 * The engine of a page: in a worker over the same IndexedDB, or, where the log is in this page's memory, in the page
 * itself, because a worker's scores could not be read back (docs/decisions/051).
 */
export async function openEngine(store: LogStore): Promise<ScoringEngine> {
	if (store.kind === 'indexeddb') {
		return new WorkerEngine({
			createWorker: () => new Worker(new URL('./scoring.worker.ts', import.meta.url), { type: 'module', name: 'scoring' })
		});
	}
	const { DirectEngine } = await import('../engine/direct');
	return new DirectEngine({
		store,
		clock: () => performance.timeOrigin + performance.now(),
		newId: () => crypto.randomUUID()
	});
}
