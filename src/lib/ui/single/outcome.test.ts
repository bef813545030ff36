import { expect, it } from 'vitest';
import { outcome } from './outcome';

it('names the four outcomes', () => {
	expect(outcome('decline', 1)).toEqual({ word: 'Caught: fraud, and flagged (true positive)', good: true });
	expect(outcome('approve', 1)).toEqual({ word: 'Missed: fraud, but not flagged (false negative)', good: false });
	expect(outcome('review', 0)).toEqual({ word: 'False alarm: normal, but flagged (false positive)', good: false });
	expect(outcome('approve', 0)).toEqual({ word: 'Let through: normal, and not flagged (true negative)', good: true });
});
