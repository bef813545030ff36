import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/random';
import { exp, exp2, expm1, log, log1p, pow, tanh } from './exp-log';
import { asin, cos, sin } from './sin-cos';

type Real = (x: number) => number;

const spread =
	(low: number, high: number): Real =>
	(u) =>
		low + (high - low) * u;

/** The engine's own functions are right to about 1 ulp, in whatever way they round: ours may be that far from them, and a bit. */
const compared: readonly [string, Real, Real, Real, ulps: number][] = [
	['exp', exp, Math.exp, spread(-1, 1), 2],
	['exp far from 0', exp, Math.exp, spread(-745, 709), 2],
	['exp2', exp2, (x) => 2 ** x, spread(-1022, 1023), 2],
	['log near 1', log, Math.log, spread(0.5, 2), 2],
	['log', log, Math.log, (u) => 10 ** (600 * u - 300), 2],
	['log1p', log1p, Math.log1p, (u) => 10 ** (60 * u - 40), 2],
	['log1p below 0', log1p, Math.log1p, spread(-1, 0), 2],
	['expm1', expm1, Math.expm1, spread(-40, 700), 3],
	['expm1 near 0', expm1, Math.expm1, (u) => -(10 ** (-20 * u)), 3],
	['tanh', tanh, Math.tanh, spread(-20, 20), 4],
	['a root', (x) => pow(x, 1 / 7), (x) => x ** (1 / 7), spread(0, 1), 3],
	['asin', asin, Math.asin, spread(0, 1), 3]
];

describe('functions that are the same in every engine', () => {
	it.each(compared)('%s is as exact as the engine’s', (_, ours, theirs, at, ulps) => {
		const random = seededRandom(7);
		let worst = 0;
		for (let i = 0; i < 50_000; i++) {
			const x = at(random.next());
			const [a, b] = [ours(x), theirs(x)];
			if (!Object.is(a, b)) worst = Math.max(worst, Math.abs(a - b) / Math.max(Number.MIN_VALUE, Math.abs(b) * Number.EPSILON));
		}
		expect(worst).toBeLessThanOrEqual(ulps);
	});

	// Near their zeros the digits of π that the reduction leaves out show: the error is absolute.
	it.each([
		['sin', sin, Math.sin],
		['cos', cos, Math.cos]
	] as const)('%s is as exact as the engine’s for places on earth', (_, ours, theirs) => {
		const random = seededRandom(8);
		let worst = 0;
		for (let i = 0; i < 50_000; i++) {
			const x = (2 * random.next() - 1) * 2 * Math.PI;
			worst = Math.max(worst, Math.abs(ours(x) - theirs(x)));
		}
		expect(worst).toBeLessThanOrEqual(Number.EPSILON);
	});

	it('are exact where there is one right answer', () => {
		expect([exp(0), exp(1), exp(-Infinity), exp(Infinity), exp(710), exp(-746), exp(NaN)]).toEqual([1, Math.E, 0, Infinity, Infinity, 0, NaN]);
		for (let n = -1074; n < 1024; n++) expect(exp2(n)).toBe(n === -1074 ? Number.MIN_VALUE : n < -1022 ? 2 ** -1022 / 2 ** (-1022 - n) : 2 ** n);
		expect([exp2(1024), exp2(-1077), exp2(NaN)]).toEqual([Infinity, 0, NaN]);
		expect([log(1), log(0), log(-1), log(Infinity), log(NaN)]).toEqual([0, -Infinity, NaN, Infinity, NaN]);
		expect(log(Number.MIN_VALUE)).toBeCloseTo(-744.4400719213812, 12);
		expect([log1p(0), log1p(-0), log1p(-1), log1p(-2), log1p(Infinity), log1p(1e-300)]).toEqual([0, -0, -Infinity, NaN, Infinity, 1e-300]);
		expect([expm1(0), expm1(-0), expm1(-Infinity), expm1(Infinity), expm1(NaN), expm1(-1e-300)]).toEqual([0, -0, -1, Infinity, NaN, -1e-300]);
		expect([tanh(0), tanh(Infinity), tanh(-Infinity), tanh(NaN)]).toEqual([0, 1, -1, NaN]);
		expect([pow(0, 0.5), pow(1, 9), pow(7, 0)]).toEqual([0, 1, 1]);
		expect([sin(0), cos(0), asin(0), asin(1), asin(1.1), sin(NaN), cos(NaN)]).toEqual([0, 1, 0, Math.PI / 2, NaN, NaN, NaN]);
	});
});
