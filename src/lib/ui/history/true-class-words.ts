import type { PredictionLog } from '../../core/run/types';
import { capital, classWord, outcomeWord, type OutcomeWord } from '../class-words';

export interface TrueClassWords {
	readonly trueClass: string;
	/** How the decision stands against it. */
	readonly verdict: OutcomeWord;
	readonly right: boolean;
}

/** The true class of a prediction and whether the decision was right; null where it was not given. */
export function trueClassWords(log: Pick<PredictionLog, 'true_class' | 'prediction'>): TrueClassWords | null {
	if (log.true_class === null) return null;
	return {
		trueClass: capital(classWord(log.true_class)),
		verdict: outcomeWord(log.prediction === 1, log.true_class),
		right: log.true_class === log.prediction
	};
}
