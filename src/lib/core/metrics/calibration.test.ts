import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authority } from '../../../../tests/fixtures/metrics/authority';
import { brierScore, expectedCalibrationError, logLoss, reliabilityCurve } from './calibration';

describe.each(authority.cases)('against scikit-learn: $name', ({ scores, labels, weights, calibration }) => {
	it('has its losses', () => {
		expect(brierScore(scores, labels, weights)).toBeCloseTo(calibration.brierScore, 9);
		expect(logLoss(scores, labels, weights)).toBeCloseTo(calibration.logLoss, 9);
	});

	it.each(calibration.reliability)('has its curve of $bins $strategy bins', ({ strategy, bins, ...expected }) => {
		const curve = reliabilityCurve(scores, labels, { strategy, bins });
		expect(curve).toHaveLength(expected.fraudRate.length);
		curve.forEach(({ meanScore, fraudRate }, i) => {
			expect(meanScore).toBeCloseTo(expected.meanScore[i], 9);
			expect(fraudRate).toBeCloseTo(expected.fraudRate[i], 9);
		});
	});
});

describe('expectedCalibrationError', () => {
	it('is the weighted gap of the bins', () => {
		// Bin [0, .5]: mean score .2, no fraud; bin (.5, 1]: mean .9, half frauds. (2·.2 + 2·.4) / 4
		const scores = [0.1, 0.3, 0.9, 0.9];
		expect(expectedCalibrationError(scores, [0, 0, 1, 0], { bins: 2 })).toBeCloseTo(0.3, 12);
		// One bin: |.55 - .25|.
		expect(expectedCalibrationError(scores, [0, 0, 1, 0], { bins: 1 })).toBeCloseTo(0.3, 12);
		expect(expectedCalibrationError(scores, [0, 0, 1, 0], { bins: 2, weights: [0, 1, 3, 0] })).toBeCloseTo(0.15, 12);
		expect(expectedCalibrationError([], [])).toBeNaN();
	});

	it('counts a row of weight two as two rows', () => {
		const row = fc.record({ score: fc.nat(100), label: fc.constantFrom(0, 1), weight: fc.integer({ min: 1, max: 4 }) });
		fc.assert(
			fc.property(fc.array(row, { minLength: 1 }), (given) => {
				const repeated = given.flatMap((r) => new Array<typeof r>(r.weight).fill(r));
				expect(
					expectedCalibrationError(
						given.map((r) => r.score / 100),
						given.map((r) => r.label),
						{ weights: given.map((r) => r.weight) }
					)
				).toBeCloseTo(
					expectedCalibrationError(repeated.map((r) => r.score / 100), repeated.map((r) => r.label)),
					9
				);
			})
		);
	});

	it('refuses what is no probability', () => {
		for (const score of [-0.1, 1.1, NaN]) {
			expect(() => brierScore([score], [0])).toThrow(RangeError);
			expect(() => logLoss([score], [0])).toThrow(RangeError);
			expect(() => expectedCalibrationError([score], [0])).toThrow(RangeError);
		}
		expect(() => reliabilityCurve([0.5], [0], { bins: 0 })).toThrow(RangeError);
	});
});
