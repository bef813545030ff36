import { describe, expect, it } from 'vitest';
import { authority } from '../../../../tests/fixtures/logistic/authority';
import { seededRandom } from '../../core/random/random';
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

	it('is the best of the fits on every subset of features, for correlated ones too', () => {
		const random = seededRandom(5);
		for (let round = 0; round < 40; round++) {
			const [rows, width] = [60, 4];
			const common = Float64Array.from({ length: rows }, () => random.normal());
			const features = Float64Array.from({ length: rows * width }, (_, i) => 2 * common[Math.floor(i / width)] + random.normal());
			const labels = Uint8Array.from(common, (x, row) => (x + features[row * width] / 2 + 2 * random.normal() > 0.5 ? 1 : 0));
			const given = { rows, features, labels, weights: rowWeights(labels, 3) };
			const l2 = round % 2 === 0 ? 0.01 : 1;
			let least = Infinity;
			for (let subset = 0; subset < 2 ** width; subset++) {
				const masked = features.map((x, i) => ((subset >> i % width) & 1 ? x : 0));
				const fit = fitLogistic({ ...given, features: masked }, l2);
				const coefficients = fit.coefficients.map((c, i) => ((subset >> i) & 1 ? c : 0));
				if (Math.min(...coefficients) >= 0) least = Math.min(least, logisticLoss(given, l2, { ...fit, coefficients }));
			}
			expect(logisticLoss(given, l2, fitNonNegativeLogistic(given, l2))).toBeCloseTo(least, 7);
		}
	});
});
