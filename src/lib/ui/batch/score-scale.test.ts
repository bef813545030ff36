import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionOf, scaleEnds, scaleTicks, scoreAt } from './score-scale';

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

	it('names round scores where there is room', () => {
		const labels = (min: number, max: number, width: number) =>
			scaleTicks({ min, max }, width, String).map((tick) => tick.label);
		expect(labels(-10, 8, 1000)).toEqual(['0.0001', '0.001', '0.01', '0.1', '0.5', '0.9', '0.99', '0.999']);
		expect(labels(-8, 3, 1000)).toEqual(['0.001', '0.01', '0.1', '0.5', '0.9']);
		expect(labels(-10, 10, 300)).toEqual(['', '', '0.01', '0.1', '0.5', '0.9', '0.99', '', '']);
		expect(labels(-4, -3, 1000)).toEqual([]);
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
