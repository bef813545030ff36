import { expect, it } from 'vitest';
import { scalePosition } from './score-scale';

it('is symmetrical around one half and ends at one in a hundred thousand', () => {
	expect(scalePosition(0.5)).toBe(0.5);
	expect(scalePosition(0.9) + scalePosition(0.1)).toBeCloseTo(1, 12);
	expect(scalePosition(1 / 100_001)).toBeCloseTo(0, 12);
	expect(scalePosition(0)).toBe(0);
	expect(scalePosition(1)).toBe(1);
});
