import { describe, expect, it } from 'vitest';
import { memberShare, stepWords } from './training-words';

const members = [
	{ id: 'gbdt', kind: 'boosted trees', rounds: 200 },
	{ id: 'logistic', kind: 'logistic regression', rounds: null }
];
const recipe = { name: 'r', title: 'R', description: '', schema: { name: 's', columns: [] }, data: '', protocol: '', optimistic: false, members };
const counts = { given: 12_000, duplicates: 0, leftOut: 0, backwards: 0 };
const round = { member: 'gbdt', part: 'trees', round: 50, validation: null, best: true };

describe('what a training says of itself', () => {
	it('follows it from reading to fitting', () => {
		expect(stepWords({ reading: null, counts: null, rounds: {}, recipe })).toBe('Starting the worker.');
		expect(stepWords({ reading: 'a.csv', counts: null, rounds: {}, recipe })).toBe('Reading a.csv.');
		expect(stepWords({ reading: null, counts, rounds: {}, recipe }, 'en')).toBe('Making features of 12,000 rows.');
		expect(stepWords({ reading: null, counts, rounds: { gbdt: round }, recipe })).toBe('Fitting: boosted trees.');
	});

	it('knows the share of rounds only where there is a most', () => {
		expect(memberShare(members[0], round)).toBe(0.25);
		expect(memberShare(members[0], undefined)).toBeNull();
		expect(memberShare(members[1], { ...round, member: 'logistic' })).toBeNull();
	});
});
