import { describe, expect, it } from 'vitest';
import { problemWords } from './run-words';

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
