import type { RoundProgress } from '../../src/lib/training/hybrid/progress';
import type { TrackedMetric } from '../../src/lib/tracking/types';

/** Keeps what a training watches, tree by tree and epoch by epoch, as a tracker's metrics. */
export class CurveRecorder {
	readonly metrics: TrackedMetric[] = [];

	/** A round whose figure nobody watches leaves no point. */
	readonly report = ({ member, part, round, validation }: RoundProgress): void => {
		if (validation === null) return;
		const name = ['curves', member, ...part.split(/[,;] /)].join('/');
		this.metrics.push({ name, value: validation, step: round, timestamp: Date.now() });
	};
}
