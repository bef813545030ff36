import type { Decision } from '../../core/policy/policy';
import { capital, classWord, outcomeWord } from '../class-words';

const terms = {
	caught: 'true positive',
	missed: 'false negative',
	'false alarm': 'false positive',
	'let through': 'true negative'
} as const;

/** How a decision compares with the true class, in words. */
export function outcome(decision: Decision, trueClass: 0 | 1): { readonly word: string; readonly good: boolean } {
	const flagged = decision !== 'approve';
	const word = outcomeWord(flagged, trueClass);
	const good = flagged === (trueClass === 1);
	const link = good ? 'and' : 'but';
	const decided = flagged ? 'flagged' : 'not flagged';
	return { word: `${capital(word)}: ${classWord(trueClass)}, ${link} ${decided} (${terms[word]})`, good };
}
