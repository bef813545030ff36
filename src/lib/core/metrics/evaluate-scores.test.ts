import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluationAuthority } from '../../../../tests/fixtures/metrics-evaluation/authority';
import { seededRandom } from '../random/random';
import { evaluateScores } from './evaluate-scores';
import { figureNames, type FigureName } from './figure-names';

const { options, cases, bootstrap } = evaluationAuthority;

describe.each(cases)('against scikit-learn, scipy, pandas: $name', ({ figures: expected, ...rows }) => {
	it('has every figure', () => {
		const got = evaluateScores(rows, options);
		const removed = evaluateScores(rows, { ...options, removeDetected: true });
		for (const [name, value] of Object.entries(expected)) {
			const figure = name === 'cardPrecisionAtKRemoved' ? removed.cardPrecisionAtK : got[name as FigureName];
			if (value === null) expect(figure, name).toBeNull();
			else expect(Math.abs((figure?.value ?? NaN) - value), name).toBeLessThan(1e-9);
		}
	});
});

describe('intervals', () => {
	const figures = evaluateScores(bootstrap, { ...options, bootstrap: { draws: 3000, seed: 2 } });

	// A quarter of a figure's deviation: see bootstrap.test.ts. The upper tail of precision at a recall is thin: over six seeds
	// its end was -.45 to .07 deviations off, all other ends at most .28 (a step of theirs).
	it.each(Object.entries(bootstrap.intervals))('agree with a bootstrap over rows, or days, on %s', (name, expected) => {
		const { low, high } = figures[name as FigureName] ?? { low: NaN, high: NaN };
		expect(Math.abs((low ?? NaN) - expected.low)).toBeLessThanOrEqual(0.25 * expected.std + 1e-12);
		expect(Math.abs((high ?? NaN) - expected.high)).toBeLessThanOrEqual(0.25 * expected.std + 1e-12);
	});

	it('repeat themselves for a seed and narrow with the level', () => {
		const at = (seed: number, level: number) =>
			evaluateScores(bootstrap, { ...options, bootstrap: { draws: 100, seed, level } }).averagePrecision;
		expect(at(3, 0.9)).toEqual(at(3, 0.9));
		expect(at(3, 0.9)).not.toEqual(at(4, 0.9));
		expect(at(3, 0.5)?.low).toBeGreaterThan(at(3, 0.95)?.low ?? NaN);
	});

	it('are left out without draws, and of one day', () => {
		expect(evaluateScores(bootstrap, options).rocAuc).toMatchObject({ low: null, high: null });
		const oneDay = { ...bootstrap, days: bootstrap.days.map(() => 1) };
		const { precisionAtK, recall } = evaluateScores(oneDay, { ...options, bootstrap: { draws: 20, seed: 1 } });
		expect(precisionAtK).toMatchObject({ low: null, high: null });
		expect(recall?.low).not.toBeNull();
	});

	it('take weights that differ within a class', () => {
		const random = seededRandom(5);
		const weights = bootstrap.labels.map(() => random.next() + 0.5);
		const { prevalence } = evaluateScores({ ...bootstrap, weights }, { threshold: 0.5, bootstrap: { draws: 200, seed: 1 } });
		expect(prevalence?.low).toBeLessThan(prevalence?.value ?? NaN);
		expect(prevalence?.high).toBeGreaterThan(prevalence?.value ?? NaN);
	});
});

describe('what is not there', () => {
	it('is null', () => {
		const some = evaluateScores({ scores: [0.1, 0.7], labels: [0, 1] }, { threshold: null });
		const missing = figureNames.filter((name) => some[name] === null);
		expect(missing).toEqual([
			...['precision', 'recall', 'f1', 'fpr', 'investigationsPerFraud'],
			...['expectedCost', 'savings', 'precisionAtK', 'cardPrecisionAtK']
		]);
		const none = evaluateScores({ scores: [], labels: [] }, { ...options, bootstrap: { draws: 5, seed: 1 } });
		expect(Object.values(none)).toEqual(figureNames.map(() => null));
		const normals = evaluateScores({ scores: [0.1, 0.7], labels: [0, 0] }, { ...options, bootstrap: { draws: 5, seed: 1 } });
		expect(normals.rocAuc).toBeNull();
		expect(normals.fpr?.value).toBe(0.5);
	});
});

describe('what cannot be evaluated', () => {
	const rows = { scores: [0.1, 0.9], labels: [0, 1] };
	it.each([
		['a score outside [0, 1]', { ...rows, scores: [0.1, 1.1] }, {}],
		['no score', { ...rows, scores: [NaN, 1] }, {}],
		['another label', { ...rows, labels: [0, 2] }, {}],
		['two kinds of weights', { ...rows, weights: [1, 1], normalWeight: 2 }, {}],
		['a negative weight', { ...rows, normalWeight: -1 }, {}],
		['an infinite amount', { ...rows, amounts: [1, Infinity] }, {}],
		['columns of two lengths', { ...rows, days: [1] }, {}],
		['a negative cost', rows, { reviewCost: -1 }],
		['no threshold', rows, { threshold: NaN }],
		['half an alert', { ...rows, days: [1, 1] }, { k: 0.5 }],
		['no draws', rows, { bootstrap: { draws: 0, seed: 1 } }]
	])('%s is refused', (_, given, wrong) => {
		expect(() => evaluateScores(given, { threshold: 0.5, ...wrong })).toThrow(RangeError);
	});
});

describe('normalWeight', () => {
	it('is a weight of every normal row, and scales away where both classes have it', () => {
		const rows = fc.array(fc.record({ score: fc.nat(20), label: fc.constantFrom(0, 1), amount: fc.nat(100) }));
		fc.assert(
			fc.property(rows, fc.integer({ min: 1, max: 9 }), (given, weight) => {
				const columns = {
					scores: given.map((r) => r.score / 20),
					labels: given.map((r) => r.label),
					amounts: given.map((r) => r.amount)
				};
				const classWise = evaluateScores({ ...columns, normalWeight: weight }, options);
				expect(evaluateScores({ ...columns, weights: given.map((r) => (r.label === 1 ? 1 : weight)) }, options)).toEqual(classWise);
				const plain = evaluateScores(columns, options);
				const scaled = evaluateScores({ ...columns, weights: given.map(() => weight) }, options);
				for (const name of figureNames) expect(scaled[name]?.value.toFixed(9)).toBe(plain[name]?.value.toFixed(9));
			})
		);
	});
});
