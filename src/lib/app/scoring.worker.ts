import { DirectEngine } from '../engine/direct';
import { serveEngine } from '../engine/worker/serve';
import { openStore } from '../storage/open';
import { lazyEngine } from './lazy-engine';

// Requests may arrive before the log is open: they have to find a listener, so the engine behind it is awaited per call.
serveEngine(
	self,
	lazyEngine(
		openStore().then(
			({ store }) =>
				new DirectEngine({
					store,
					clock: () => performance.timeOrigin + performance.now(),
					newId: () => crypto.randomUUID()
				})
		)
	)
);
