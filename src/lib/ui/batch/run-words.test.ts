import { describe, expect, it } from 'vitest';
import { beganWith, historyWords, problemWords, shareWithoutHistory } from './run-words';

describe('problemWords', () => {
	it.each([
		[{ rejected: 0 }, ''],
		[{ rejected: 1 }, '1 rejected row'],
		[{ rejected: 1200, badLabels: 1 }, '1,200 rejected rows and 1 unreadable label'],
		[{ rejected: 0, badLabels: 3 }, '3 unreadable labels']
	])('%j', (counts, expected) => {
		expect(problemWords(counts, 'en')).toBe(expected);
	});
});

describe('what a run says of its history', () => {
	const counts = { rows: 400, scored: 400, rejected: 0, labelled: 0, frauds: 0, flagged: 0, flaggedAmount: 0, bytes: 0 };
	const june = { kind: 'run', label: 'june.csv', runId: 'r', fingerprint: null } as const;

	it('names what the profiles began with, and how many rows they knew nothing of', () => {
		const profiles = { withoutHistory: 46, late: 1, repeated: 0 };
		expect(historyWords({ history: june, counts: { ...counts, profiles } }, 'en')).toEqual([
			'The run began with the profiles of the run of june.csv: 11.5% of the scored rows had no history, nothing earlier being known of their key.',
			'1 row came late, after a newer one of its key.'
		]);
		expect(beganWith({})).toBe('empty profiles');
		expect(beganWith({ history: { ...june, kind: 'file', runId: null } })).toBe('the history file june.csv');
	});

	it('says nothing for a model that looks at each row alone', () => {
		expect(historyWords({ history: null, counts })).toEqual([]);
		expect(shareWithoutHistory(counts)).toBeNull();
		expect(shareWithoutHistory({ ...counts, scored: 0, profiles: { withoutHistory: 0, late: 0, repeated: 0 } })).toBe(0);
	});
});
