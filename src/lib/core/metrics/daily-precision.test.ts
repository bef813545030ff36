import { describe, expect, it } from 'vitest';
import { dailyCardPrecisionAtK, dailyPrecisionAtK } from './daily-precision';

describe('daily precision', () => {
	const rows = { scores: [0.9, 0.8, 0.7, 0.6], labels: [0, 1, 1, 0], days: [1, 1, 1, 2] };

	it('takes a row without a card for no card’s', () => {
		// The frauds are on cards 1 and nobody’s: of the two highest cards of day 1 one has a fraud, with one more card both.
		const cards = [0, 1, NaN, 0];
		expect([...dailyCardPrecisionAtK({ ...rows, cards }, 2, { removeDetected: false })]).toEqual([0.5, 0]);
		expect([...dailyCardPrecisionAtK({ ...rows, cards: [NaN, 1, 2, 0] }, 2, { removeDetected: false })]).toEqual([1, 0]);
	});

	it('leaves out rows without a day', () => {
		expect([...dailyPrecisionAtK({ ...rows, days: [NaN, 1, 1, 2] }, 2)]).toEqual([1, 0]);
	});
});
