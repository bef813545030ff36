import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionOf, scaleEnds, scoreAt } from './score-scale';

describe('score scale', () => {
	it('is log-odds', () => {
		expect(positionOf(0.5)).toBe(0);
		expect(positionOf(0.9)).toBe(2.2);
		expect(positionOf(0)).toBe(-12);
		expect(positionOf(1)).toBe(12);
	});

	it('comes back from a position within a step', () => {
		fc.assert(
			fc.property(fc.double({ min: 1e-5, max: 1 - 1e-5, noNaN: true }), (score) => {
				expect(Math.abs(positionOf(scoreAt(positionOf(score))) - positionOf(score))).toBeLessThan(0.011);
			})
		);
	});

	it('holds all scores and the threshold between its ends', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: 0.001, max: 0.999, noNaN: true })), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (scores, threshold) => {
				const descending = scores.sort((a, b) => b - a);
				const { min, max } = scaleEnds(descending, threshold);
				for (const score of [...descending, threshold]) {
					expect(positionOf(score)).toBeGreaterThan(min);
					expect(positionOf(score)).toBeLessThan(max);
				}
			})
		);
	});
});
