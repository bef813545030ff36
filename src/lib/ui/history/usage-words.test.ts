import { expect, it } from 'vitest';
import { usageWords } from './usage-words';

const words = (usedBytes: number, quotaBytes: number) => usageWords({ usedBytes, quotaBytes }, 'en');

it('says how much of the quota is used', () => {
	expect(words(160e6, 2e9)).toEqual({ share: 0.08, text: '160 MB of 2 GB used (8.0%)', nearlyFull: false });
	expect(words(9e8, 1e9)).toEqual({ share: 0.9, text: '900 MB of 1 GB used (90.0%)', nearlyFull: true });
	expect(words(0, 1e9).text).toBe('0 B of 1 GB used (0.0%)');
});

it('does not call a little nothing', () => {
	expect(words(20e3, 60e9).text).toBe('20 kB of 60 GB used (less than 0.1%)');
});

it('is full where nothing is granted or more is used than granted', () => {
	expect(words(0, 0)).toMatchObject({ share: 1, nearlyFull: true });
	expect(words(3, 2)).toMatchObject({ share: 1, nearlyFull: true });
});
