import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibratedLogit, clipMargin, scoreOfMargin } from './score';

const scoring = {
	calibration: { kind: 'platt', slope: 1, intercept: 0 },
	marginBounds: [-20, 20]
} satisfies Parameters<typeof scoreOfMargin>[1];

describe('scores of margins', () => {
	it('are the logistic function at known points', () => {
		expect(scoreOfMargin(0, scoring)).toBe(0.5);
		expect(scoreOfMargin(Math.log(3), scoring)).toBeCloseTo(0.75, 15);
		expect(scoreOfMargin(-Math.log(599), scoring)).toBeCloseTo(1 / 600, 15);
	});

	it('are never 0 or 1, whatever the margin', () => {
		for (const margin of [-Infinity, -1e9, -20, 20, 1e9, Infinity]) {
			expect(scoreOfMargin(margin, scoring)).toBeGreaterThan(0);
			expect(scoreOfMargin(margin, scoring)).toBeLessThan(1);
		}
		expect(scoreOfMargin(NaN, scoring)).toBeNaN();
		expect(clipMargin(1e9, scoring)).toBe(20);
	});

	it('differ wherever two float32 margins within the bounds and a millionth off 0 differ', () => {
		const bits = new DataView(new ArrayBuffer(4));
		const nextFloat = (x: number): number => {
			bits.setFloat32(0, x);
			bits.setInt32(0, bits.getInt32(0) + (x > 0 ? 1 : -1));
			return bits.getFloat32(0);
		};
		const margin = fc.float({ min: -20, max: Math.fround(19.99), noNaN: true }).filter((x) => Math.abs(x) > 1e-6);
		fc.assert(
			fc.property(margin, (m) => {
				expect(scoreOfMargin(nextFloat(m), scoring)).toBeGreaterThan(scoreOfMargin(m, scoring));
			})
		);
	});

	it('go straight from knot to knot in logits, and on beyond them', () => {
		const calibration = { kind: 'isotonic' as const, margins: [-1, 1, 2], logits: [-4, 0, 3] };
		const logits = [-2, -1, 0, 1, 1.5, 2, 4].map((margin) => calibratedLogit(margin, calibration));
		expect(logits).toEqual([-6, -4, -2, 0, 1.5, 3, 9]);
		expect(calibratedLogit(NaN, calibration)).toBeNaN();
	});
});
