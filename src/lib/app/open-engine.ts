import { WorkerEngine } from '../engine/worker/client';
import type { ScoringEngine } from '../engine/types';
import type { LogStore } from '../storage/log';
import { scoringWorker } from './worker-names';

export interface OpenEngineOptions {
	/**
	 * Without a database, score in a worker whose log is in its own memory. For a page that reads runs through the engine
	 * alone: `store` knows nothing of them.
	 */
	readonly logInWorker?: boolean;
}

/**
 * The engine of a page: in a worker over the same IndexedDB, or, where the log is in this page's memory, in the page
 * itself, because a worker's scores could not be read back (docs/decisions/051), unless the page can do without
 * (docs/decisions/110).
 */
export async function openEngine(store: LogStore, { logInWorker = false }: OpenEngineOptions = {}): Promise<ScoringEngine> {
	if (store.kind === 'indexeddb' || logInWorker) {
		const name = store.kind === 'indexeddb' ? scoringWorker.overDatabase : scoringWorker.inMemory;
		return new WorkerEngine({
			createWorker: () => new Worker(new URL('./scoring.worker.ts', import.meta.url), { type: 'module', name })
		});
	}
	const { DirectEngine } = await import('../engine/direct');
	return new DirectEngine({
		store,
		clock: () => performance.timeOrigin + performance.now(),
		newId: () => crypto.randomUUID()
	});
}
