import { WorkerPool } from '../engine/pool/worker-pool';
import type { SegmentPool } from '../engine/pool/types';

/** More would wait for the engine, which orders and logs what they score. */
const mostWorkers = 6;

/** As many segment workers as there are cores, since the engine itself is idle for most of a run. */
export function segmentWorkers(): SegmentPool {
	return new WorkerPool({
		createWorker: () => new Worker(new URL('./segment.worker.ts', import.meta.url), { type: 'module', name: 'segment' }),
		workers: Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency))
	});
}
