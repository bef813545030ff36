import type { Decision } from '../../core/policy/policy';

/** How a decision compares with the true class, in words. */
export function outcome(decision: Decision, trueClass: 0 | 1): { readonly word: string; readonly good: boolean } {
	const flagged = decision !== 'approve';
	if (trueClass === 1) {
		return flagged
			? { word: 'Caught: a fraud, and flagged (true positive)', good: true }
			: { word: 'Missed: a fraud, but not flagged (false negative)', good: false };
	}
	return flagged
		? { word: 'False alarm: genuine, but flagged (false positive)', good: false }
		: { word: 'Passed: genuine, and not flagged (true negative)', good: true };
}
