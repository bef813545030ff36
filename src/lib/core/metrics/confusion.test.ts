import { describe, expect, it } from 'vitest';
import { authority } from '../../../../tests/fixtures/metrics/authority';
import { accuracy, confusionAt, f1, falsePositiveRate, precision, recall } from './confusion';

describe.each(authority.cases)('against scikit-learn: $name', ({ scores, labels, weights, confusions }) => {
	it.each(confusions)('at $threshold', ({ threshold, confusion, ...figures }) => {
		const got = confusionAt(scores, labels, threshold, weights);
		for (const cell of ['tp', 'fp', 'fn', 'tn'] as const) expect(got[cell]).toBeCloseTo(confusion[cell], 9);
		const ours = { precision, recall, f1, accuracy, falsePositiveRate };
		for (const name of ['precision', 'recall', 'f1', 'accuracy', 'falsePositiveRate'] as const) {
			if (Number.isNaN(figures[name])) expect(ours[name](got)).toBeNaN();
			else expect(ours[name](got)).toBeCloseTo(figures[name], 9);
		}
	});
});

describe('confusionAt', () => {
	it('refuses what it cannot count', () => {
		expect(() => confusionAt([NaN], [0], 0.5)).toThrow(RangeError);
		expect(() => confusionAt([0.5], [255], 0.5)).toThrow(RangeError);
		expect(() => confusionAt([0.5], [], 0.5)).toThrow(RangeError);
	});
});
