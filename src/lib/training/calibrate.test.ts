import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authority } from '../../../tests/fixtures/calibration/authority';
import { calibratedLogit, scoreOfMargin } from '../core/pack/score';
import { seededRandom } from '../core/random/random';
import { calibrate, weightedMean } from './calibrate';
import { fitIsotonic } from './calibrate-isotonic';
import { logLoss, takeJudged } from './calibrate-loss';
import { pavBlocks } from './calibrate-pav';
import { fitPlatt } from './calibrate-platt';
import { rowWeights } from './weights';

const bounds: [number, number] = [-20, 20];

describe('fitPlatt', () => {
	const labels = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1);
	const judged = {
		margins: Float64Array.of(-4, -3.5, -3, -2.2, -2, -1.5, -1, -0.3, 0, 0.4, 1, 1.1, 2, 2.5, 3, 5),
		labels,
		weights: rowWeights(labels, 4)
	};

	it("is scikit-learn's weighted logistic regression of the margin, without penalty", () => {
		const fitted = fitPlatt(judged);
		expect(fitted.slope).toBeCloseTo(0.54642823, 5);
		expect(fitted.intercept).toBeCloseTo(-1.63016847, 5);
		expect(logLoss(judged, fitted)).toBeCloseTo(0.3558368, 7);
		expect(logLoss(judged, { kind: 'platt', slope: 1, intercept: 0 })).toBeCloseTo(0.5915250455714836, 12);
	});
});

describe('pavBlocks', () => {
	it.each(authority)('gives the thresholds of scikit-learn’s IsotonicRegression, $name', ({ margins, labels, weights, x, y }) => {
		const blocks = pavBlocks({
			margins: Float64Array.from(margins),
			labels: Uint8Array.from(labels),
			weights: Float64Array.from(weights)
		});
		const ends = blocks.flatMap(({ low, high, share }) => (low === high ? [[low, share]] : [[low, share], [high, share]]));
		expect(ends.map(([margin]) => margin)).toEqual(x);
		ends.forEach(([, share], i) => expect(share).toBeCloseTo(y[i], 9));
	});
});

/** Rows of any kind, with margins that float32 members give. */
const rows = fc
	.array(
		fc.record({
			margin: fc.oneof(fc.float({ min: -20, max: 20, noNaN: true }), fc.constantFrom(-20, 20, 0)),
			label: fc.constantFrom(0, 1),
			weight: fc.constantFrom(0.01, 1, 12.25, 1e6)
		}),
		{ minLength: 1, maxLength: 200 }
	)
	.map((given) => ({
		margins: Float64Array.from(given, ({ margin }) => margin),
		labels: Uint8Array.from(given, ({ label }) => label),
		weights: Float64Array.from(given, ({ weight }) => weight)
	}));

describe('fitIsotonic', () => {
	it('strictly increases and makes no score 0 or 1, for any rows', () => {
		const margins = Array.from({ length: 4001 }, (_, i) => -20 + i / 100);
		fc.assert(
			fc.property(rows, (judged) => {
				const calibration = fitIsotonic(judged, bounds);
				if (!calibration) return;
				expect(calibration.margins.length).toBeLessThanOrEqual(64);
				const scoring = { calibration, marginBounds: bounds };
				const at = Float64Array.from([...margins, ...judged.margins]).sort();
				const scores = at.map((margin) => scoreOfMargin(margin, scoring));
				expect(scores[0]).toBeGreaterThan(0);
				expect(scores[scores.length - 1]).toBeLessThan(1);
				const wrong = scores.findIndex((score, i) => i > 0 && (at[i] - at[i - 1] > 1e-5 ? score <= scores[i - 1] : score < scores[i - 1]));
				expect(wrong).toBe(-1);
			}),
			{ numRuns: 200 }
		);
	});

	it('rises by a hundredth of a logit a margin at least, where frauds hardly do', () => {
		const shares = [500, 501];
		const given = shares.flatMap((frauds, block) => Array.from({ length: 1000 }, (_, row) => ({ margin: 20 * block - 10, label: row < frauds ? 1 : 0 })));
		const calibration = fitIsotonic(
			{
				margins: Float64Array.from(given, ({ margin }) => margin),
				labels: Uint8Array.from(given, ({ label }) => label),
				weights: new Float64Array(given.length).fill(1)
			},
			bounds
		);
		if (!calibration) throw new Error('No isotonic calibration was fitted.');
		expect(calibratedLogit(-10, calibration)).toBeCloseTo(0, 12);
		expect(calibratedLogit(10, calibration)).toBeCloseTo(0.2, 12);
	});

	it('follows a curve that no Platt scaling does', () => {
		const random = seededRandom(3);
		const margins = Float64Array.from({ length: 6000 }, () => 8 * random.next() - 4);
		// Flat in the middle, steep outside.
		const truth = (margin: number) => (margin / 2) ** 3;
		const labels = Uint8Array.from(margins, (margin) => (random.next() < 1 / (1 + Math.exp(-truth(margin))) ? 1 : 0));
		const judged = { margins, labels, weights: new Float64Array(margins.length).fill(1) };
		const { kind, calibration, losses } = calibrate(judged, bounds, random);
		expect(kind).toBe('isotonic');
		expect(losses?.isotonic).toBeLessThan(losses?.platt ?? 0);
		const few = takeJudged(judged, Uint32Array.from({ length: 1900 }, (_, row) => row));
		expect(Object.keys(calibrate(few, bounds, random).losses ?? {})).toEqual(['identity', 'platt']);
		for (const margin of [-2, -1, 0, 1, 2]) expect(calibratedLogit(margin, calibration)).toBeCloseTo(truth(margin), 0);
	});
});

describe('calibrate', () => {
	function drawn(rows: number, seed: number) {
		const random = seededRandom(seed);
		const logits = Float64Array.from({ length: rows }, () => 2 * random.normal() - 1);
		return { logits, labels: Uint8Array.from(logits, (z) => (random.next() < 1 / (1 + Math.exp(-z)) ? 1 : 0)), weights: new Float64Array(rows).fill(1) };
	}

	it('undoes margins that are too sure, by the simplest map that can', () => {
		const { logits, labels, weights } = drawn(5000, 1);
		const { calibration, kind } = calibrate({ margins: logits.map((z) => 3 * z + 2), labels, weights }, bounds, seededRandom(1));
		expect(kind).toBe('platt');
		expect(calibratedLogit(2, calibration)).toBeCloseTo(0, 1);
		expect(calibratedLogit(5, calibration)).toBeCloseTo(1, 1);
	});

	it('leaves calibrated margins alone', () => {
		for (let seed = 1; seed <= 5; seed++) {
			const { logits, labels, weights } = drawn(1000, seed);
			expect(calibrate({ margins: logits, labels, weights }, bounds, seededRandom(seed)).kind).toBe('identity');
		}
	});

	it('learns nothing from a few frauds', () => {
		const labels = new Uint8Array(500).fill(1, 0, 19);
		const choice = calibrate({ margins: Float64Array.from(labels, (label) => 9 * label), labels, weights: rowWeights(labels, 1) }, bounds, seededRandom(1));
		expect(choice).toMatchObject({ kind: 'identity', losses: null, rows: 500, frauds: 19 });
	});

	it('has the standard error of the mean where all weights are one', () => {
		const { mean, standardError } = weightedMean(Float64Array.of(1, 2, 4, 9), new Float64Array(4).fill(1));
		expect(mean).toBe(4);
		expect(standardError).toBeCloseTo(Math.sqrt((9 + 4 + 0 + 25) / 16), 12);
	});
});
