import type { BackendName, Certificate } from '../../core/backend';
import { ShrikeError } from '../../core/errors';
import type { Pack } from '../../core/pack/load';
import type { BackendReport } from '../types';
import { whyNone } from './explain';
import { probe } from './probe';
import type { Backend, BackendFactories, BackendPool, ChosenBackend } from './types';

export interface PoolParts {
	readonly pack: Pack;
	readonly factories: BackendFactories;
	readonly backend: Backend;
	readonly certificate: Certificate;
	readonly reports: readonly BackendReport[];
	/** What to try next, best first. They are made again when needed: an idle backend would hold a GPU or memory. */
	readonly others: readonly BackendName[];
}

/** The backends that are left for a pack after the choice was made. */
export function createPool(parts: PoolParts): BackendPool {
	const { pack, factories } = parts;
	let current: ChosenBackend | null = parts;
	let reports = parts.reports;
	const waiting = [...parts.others];

	function report(change: Pick<BackendReport, 'backend'> & Partial<BackendReport>): void {
		reports = reports.map((one) => (one.backend === change.backend ? { ...one, ...change } : one));
	}

	return {
		async next(failed, reason) {
			if (current && current.backend.name !== failed) return current;
			current?.backend.dispose();
			current = null;
			report({ backend: failed, verdict: 'failed', explanation: reason });
			for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
				const probed = await probe(pack, name, factories[name], { allowSoftware: false });
				if (!probed.ok) {
					report(probed.report);
					continue;
				}
				const { backend, certificate } = probed;
				report({ backend: name, verdict: 'chosen', explanation: `Took over: ${reason}`, certificate });
				current = { backend, certificate, reports };
				return current;
			}
			throw new ShrikeError('engine.no-backend', whyNone(reports));
		},
		dispose() {
			waiting.length = 0;
			current?.backend.dispose();
		}
	};
}
