import { expect, it } from 'vitest';
import { countWords, nextFocus } from './list-words';

it('counts what is shown', () => {
	expect(countWords(0, false, 'en')).toBe('0');
	expect(countWords(1050, true, 'en')).toBe('1,050+');
});

it('moves the focus to the entry that took the place, or the last', () => {
	expect(nextFocus(0, 3)).toBe(0);
	expect(nextFocus(3, 3)).toBe(2);
	expect(nextFocus(0, 0)).toBeNull();
});
