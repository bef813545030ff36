import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluationAuthority } from '../../../../tests/fixtures/metrics-evaluation/authority';
import { seededRandom } from '../random/random';
import { reliabilityCurve } from './calibration';
import { curvesOf } from './curves';
import { evaluateScores } from './evaluate-scores';
import { reliabilityBands } from './reliability';
import { scoredColumns } from './scored-rows';
import { thinCurve, type CurvePoint } from './thin';
import { wilsonInterval } from './wilson';

const { cases, options, wilson } = evaluationAuthority;
const { reviewCost } = options;

/** 20,000 rows, 1 % frauds, distinct scores. */
function manyRows() {
	const random = seededRandom(9);
	const labels = Array.from({ length: 20_000 }, () => (random.next() < 0.01 ? 1 : 0));
	const scores = labels.map((label) => 1 / (1 + Math.exp(4 - 3 * label - 1.5 * random.normal())));
	return { scores, labels, amounts: labels.map(() => 80 * random.next()) };
}

describe('against numpy', () => {
	for (const { name, gain, costs, ...rows } of cases) {
		if (gain === undefined || costs === undefined) continue;
		it(`has the gain and cost curves: ${name}`, () => {
			const curves = curvesOf(rows, Infinity, { reviewCost });
			expect(curves.gain[0]).toEqual({ x: 0, y: 0, threshold: null });
			expectPoints(curves.gain.slice(1).map(({ threshold, x, y }) => [threshold, x, y]), gain);
			expectPoints(curves.cost?.points.map(({ threshold, y }) => [threshold, y]) ?? [], costs);
			const cheapest = Math.min(...costs.map(([, cost]) => cost), curves.cost?.approveAll ?? NaN);
			expect(curves.cost?.best.expectedCost).toBeCloseTo(cheapest, 9);
		});
	}

	it.each(wilson)('has the interval of $successes in $trials at $level', ({ successes, trials, level, low, high }) => {
		const z = level === 0.95 ? 1.959963984540054 : 1.6448536269514722;
		const got = wilsonInterval(successes / trials, trials, z);
		expect(Math.abs(got.low - low)).toBeLessThan(1e-9);
		expect(Math.abs(got.high - high)).toBeLessThan(1e-9);
	});
});

function expectPoints(got: (number | null)[][], expected: number[][]): void {
	expect(got).toHaveLength(expected.length);
	expected.forEach((point, i) => point.forEach((value, j) => expect(got[i][j]).toBeCloseTo(value, 9)));
}

describe('reliability', () => {
	it('has the bins of reliabilityCurve', () => {
		for (const rows of cases) {
			const { reliability } = curvesOf(rows);
			for (const [bands, strategy] of [[reliability.equalWidth, 'uniform'], [reliability.equalMass, 'quantile']] as const) {
				const weights = rows.weights ?? rows.scores.map(() => 1);
				const bins = reliabilityCurve(rows.scores, rows.labels, { strategy, weights });
				expect(bands.map(({ weight, meanScore, fraudRate }) => ({ weight, meanScore, fraudRate }))).toEqual(bins);
				for (const { low, high, fraudRate } of bands) expect(low <= fraudRate && fraudRate <= high).toBe(true);
			}
		}
	});

	it('has Wilson’s interval of the rows where all weigh the same', () => {
		const { scores, labels } = manyRows();
		for (const weight of [1, 12.2546]) {
			const rows = scoredColumns({ scores, labels, weights: labels.map(() => weight) });
			for (const band of reliabilityBands(rows, { bins: 10, strategy: 'uniform' })) {
				const { low, high } = wilsonInterval(band.fraudRate, band.rows, 1.959963984540054);
				expect(band.low).toBeCloseTo(low, 9);
				expect(band.high).toBeCloseTo(high, 9);
			}
		}
	});

	it('covers the true rate of a weighted sample about 95 times in 100', () => {
		// A third of the normal rows is kept, each standing for three; the rate of the whole is .2.
		const random = seededRandom(4);
		const samples = 2000;
		let covered = 0;
		for (let sample = 0; sample < samples; sample++) {
			const frauds = random.binomial(150, 0.2);
			const normals = random.binomial(150 - frauds, 1 / 3);
			const labels = Array.from({ length: frauds + normals }, (_, i) => (i < frauds ? 1 : 0));
			const rows = scoredColumns({ scores: labels.map(() => 0.2), labels, normalWeight: 3 });
			const [{ low, high }] = reliabilityBands(rows, { bins: 1, strategy: 'uniform' });
			if (low <= 0.2 && 0.2 <= high) covered++;
		}
		expect(covered / samples).toBeGreaterThan(0.93);
		expect(covered / samples).toBeLessThan(0.97);
	});
});

describe('thinning', () => {
	it('keeps the shape: no point of the whole curve is further than half a percent from the thinned one', () => {
		const whole = curvesOf(manyRows(), Infinity, { reviewCost });
		const thin = curvesOf(manyRows(), 200, { reviewCost });
		for (const [all, some] of [
			[whole.roc, thin.roc],
			[whole.precisionRecall, thin.precisionRecall],
			[whole.gain, thin.gain],
			[whole.cost?.points ?? [], thin.cost?.points ?? []]
		]) {
			expect(all.length).toBeGreaterThan(200);
			expect(some.length).toBeLessThanOrEqual(200);
			expect(greatestGap(all, some)).toBeLessThan(0.005);
		}
	});

	const coordinate = fc.double({ min: -5, max: 5, noNaN: true });
	const point = fc.record({ x: coordinate, y: coordinate, threshold: fc.constant(null) });

	it('keeps order and ends, and never more points than asked', () => {
		fc.assert(
			fc.property(fc.array(point, { minLength: 2 }), fc.integer({ min: 2, max: 30 }), (points, maxPoints) => {
				const thin = thinCurve(points, maxPoints);
				expect(thin.length).toBeLessThanOrEqual(maxPoints);
				expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
				expect(points.filter((p) => thin.includes(p))).toEqual(thin);
			})
		);
	});

	it('refuses fewer than two', () => {
		expect(() => thinCurve([], 1)).toThrow(RangeError);
	});
});

/** The greatest distance of a point of `all` from the polyline `some`, in shares of the curve's height and width. */
function greatestGap(all: CurvePoint[], some: CurvePoint[]): number {
	const extent = (of: (p: CurvePoint) => number) => Math.max(...all.map(of)) - Math.min(...all.map(of));
	const [width, height] = [extent((p) => p.x), extent((p) => p.y)];
	let [greatest, next] = [0, 0];
	for (const p of all) {
		if (p.threshold === some[next]?.threshold) next++;
		const [a, b] = [some[Math.max(0, next - 1)], some[Math.min(next, some.length - 1)]];
		const [dx, dy, px, py] = [(b.x - a.x) / width, (b.y - a.y) / height, (p.x - a.x) / width, (p.y - a.y) / height];
		const along = dx === 0 && dy === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
		greatest = Math.max(greatest, Math.hypot(px - along * dx, py - along * dy));
	}
	return greatest;
}

describe('the cost curve', () => {
	it('has the figures of evaluateScores at its best threshold', () => {
		const rows = manyRows();
		const best = curvesOf(rows, 50, { reviewCost }).cost?.best;
		const { expectedCost, savings } = evaluateScores(rows, { threshold: best?.threshold ?? null, reviewCost });
		expect(expectedCost?.value).toBeCloseTo(best?.expectedCost ?? NaN, 9);
		expect(savings?.value).toBeCloseTo(best?.savings ?? NaN, 9);
		expect(best?.savings).toBeGreaterThan(0);
	});

	it('reviews nothing where reviews cost more than frauds', () => {
		const { cost } = curvesOf({ scores: [0.2, 0.9], labels: [0, 1], amounts: [1, 1] }, 10, { reviewCost: 100 });
		expect(cost?.best).toEqual({ threshold: null, expectedCost: 0.5, savings: 0 });
	});
});

it('one class, or none, has no curves', () => {
	const normals = curvesOf({ scores: [0.1, 0.2], labels: [0, 0] });
	expect([normals.roc, normals.precisionRecall, normals.gain, normals.cost]).toEqual([[], [], [], null]);
	expect(curvesOf({ scores: [], labels: [] }).reliability).toEqual({ equalWidth: [], equalMass: [] });
});
