import { ShrikeError, type Failure } from '../core/errors';
import { DirectEngine } from '../engine/direct';
import { serveEngine } from '../engine/worker/serve';
import { memoryLog, openStore, type OpenedStore } from '../storage/open';
import { lazyEngine } from './lazy-engine';
import { segmentWorkers } from './segment-workers';
import { scoringWorker } from './worker-names';

// Requests may arrive before the log is open: they have to find a listener, so the engine behind it is awaited per call.
serveEngine(
	self,
	lazyEngine(
		openLog().then(
			({ store, scoredFiles }) =>
				new DirectEngine({
					store,
					scoredFiles,
					segments: segmentWorkers(),
					clock: () => performance.timeOrigin + performance.now(),
					newId: () => crypto.randomUUID()
				})
		)
	)
);

async function openLog(): Promise<Pick<OpenedStore, 'store' | 'scoredFiles'>> {
	if (self.name === scoringWorker.inMemory) return { store: memoryLog(), scoredFiles: undefined };
	const opened = await openStore();
	// This worker's memory is not what its page shows as the log: nothing may be called kept that is lost with it.
	if (opened.fallback) throw noLog(opened.fallback);
	return opened;
}

function noLog({ code, detail }: Failure): ShrikeError {
	return new ShrikeError(
		code,
		'The scoring worker cannot open the log that this page has open. Close other tabs with Shrike, then reload this one.',
		detail
	);
}
