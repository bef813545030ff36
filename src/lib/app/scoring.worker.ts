import { ShrikeError, type Failure } from '../core/errors';
import { DirectEngine } from '../engine/direct';
import { serveEngine } from '../engine/worker/serve';
import { segmentWorkers } from './segment-workers';
import { openStore } from '../storage/open';
import { lazyEngine } from './lazy-engine';

// Requests may arrive before the log is open: they have to find a listener, so the engine behind it is awaited per call.
serveEngine(
	self,
	lazyEngine(
		openStore().then(({ store, scoredFiles, fallback }) => {
			// This worker's memory is not what its page shows as the log: nothing may be called kept that is lost with it.
			if (fallback) throw noLog(fallback);
			return new DirectEngine({
				store,
				scoredFiles,
				segments: segmentWorkers(),
				clock: () => performance.timeOrigin + performance.now(),
				newId: () => crypto.randomUUID()
			});
		})
	)
);

function noLog({ code, detail }: Failure): ShrikeError {
	return new ShrikeError(
		code,
		'The scoring worker cannot open the log that this page has open. Close other tabs with Shrike, then reload this one.',
		detail
	);
}
