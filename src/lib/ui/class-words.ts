/** The words for a class, for a decision against it, and for the margin: the same on every page. */
export type ClassWord = 'fraud' | 'normal';
export type OutcomeWord = 'caught' | 'missed' | 'false alarm' | 'let through';

export const marginNote = 'log-odds before calibration';

export function classWord(trueClass: 0 | 1): ClassWord {
	return trueClass === 1 ? 'fraud' : 'normal';
}

/** How a decision stands against the true class. Flagged is whatever is not approved. */
export function outcomeWord(flagged: boolean, trueClass: 0 | 1): OutcomeWord {
	if (trueClass === 1) return flagged ? 'caught' : 'missed';
	return flagged ? 'false alarm' : 'let through';
}

/** With a capital, to begin a line. */
export function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
