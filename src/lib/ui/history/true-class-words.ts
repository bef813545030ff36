import type { PredictionLog } from '../../core/run/types';

export interface TrueClassWords {
	readonly trueClass: 'Fraud' | 'Genuine';
	/** How the decision stands against it. */
	readonly verdict: 'caught' | 'missed' | 'false alarm' | 'passed';
	readonly right: boolean;
}

/** The true class of a prediction and whether the decision was right; null where it was not given. */
export function trueClassWords(log: Pick<PredictionLog, 'true_class' | 'prediction'>): TrueClassWords | null {
	if (log.true_class === null) return null;
	const right = log.true_class === log.prediction;
	return log.true_class === 1
		? { trueClass: 'Fraud', verdict: right ? 'caught' : 'missed', right }
		: { trueClass: 'Genuine', verdict: right ? 'passed' : 'false alarm', right };
}
