import { describe, expect, it } from 'vitest';
import { authority } from '../../../../tests/fixtures/logistic/authority';
import { rowWeights } from '../weights';
import { fitLogistic, logisticLoss } from './fit-logistic';
import { fitNonNegativeLogistic } from './non-negative';

const labels = Uint8Array.from(authority.labels);
const data = {
	rows: labels.length,
	features: Float64Array.from(authority.features),
	labels,
	weights: rowWeights(labels, authority.normalWeight)
};

describe('fitLogistic', () => {
	it.each(authority.fits)('is scikit-learn’s weighted LogisticRegression, l2 $l2', ({ l2, intercept, coefficients }) => {
		const fit = fitLogistic(data, l2);
		expect(fit.intercept).toBeCloseTo(intercept, 6);
		fit.coefficients.forEach((coefficient, i) => expect(coefficient).toBeCloseTo(coefficients[i], 6));
	});

	it('stays finite where the data are separable and a feature is constant', () => {
		const features = Float64Array.of(-2, 1, -1, 1, 1, 1, 2, 1);
		const fit = fitLogistic({ rows: 4, features, labels: Uint8Array.of(0, 0, 1, 1), weights: new Float64Array(4).fill(1) }, 1e-3);
		expect(fit.coefficients[0]).toBeGreaterThan(1);
		expect(fit.coefficients[1]).toBeCloseTo(0, 6);
	});
});

describe('fitNonNegativeLogistic', () => {
	it('has no negative coefficient, and no small change without one lowers the loss', () => {
		expect(fitLogistic(data, 1).coefficients.some((coefficient) => coefficient < 0)).toBe(true);
		const fit = fitNonNegativeLogistic(data, 1);
		const loss = logisticLoss(data, 1, fit);
		expect(Math.min(...fit.coefficients)).toBe(0);
		for (let i = 0; i < fit.coefficients.length; i++) {
			for (const change of [1e-3, -1e-3]) {
				const changed = fit.coefficients.with(i, Math.max(0, fit.coefficients[i] + change));
				expect(logisticLoss(data, 1, { ...fit, coefficients: changed })).toBeGreaterThanOrEqual(loss);
			}
		}
	});

	it('is the free fit where that is non-negative', () => {
		const turned = { ...data, features: data.features.map((x, i) => (fitLogistic(data, 1).coefficients[i % 4] < 0 ? -x : x)) };
		expect(fitNonNegativeLogistic(turned, 1)).toEqual(fitLogistic(turned, 1));
	});
});
