import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, shuffle } from './random';
import { splitmix32, xoshiro128 } from './xoshiro';

describe('the generators', () => {
	it('give the published first numbers of xoshiro128** from the state 1, 2, 3, 4', () => {
		const word = xoshiro128(1, 2, 3, 4);
		expect(Array.from({ length: 10 }, word)).toEqual([
			11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804
		]);
	});

	it('give the known first numbers of splitmix32 from the seed 0', () => {
		const word = splitmix32(0);
		expect(Array.from({ length: 4 }, word)).toEqual([1684164658, 3653269916, 2939563536, 2141751570]);
	});
});

describe('seededRandom', () => {
	it('repeats itself for a seed and differs between seeds', () => {
		const draw = (seed: number) => Array.from({ length: 20 }, seededRandom(seed).next);
		expect(draw(7)).toEqual(draw(7));
		expect(draw(7)).not.toEqual(draw(8));
	});

	it('refuses seeds that it could not tell apart', () => {
		for (const seed of [-1, 0.5, NaN, 2 ** 32]) expect(() => seededRandom(seed)).toThrow(RangeError);
	});

	it('fills [0, 1) evenly and in 53 bits', () => {
		const random = seededRandom(1);
		const draws = Array.from({ length: 100_000 }, () => random.next());
		expect(draws.every((x) => x >= 0 && x < 1 && Number.isInteger(x * 2 ** 53))).toBe(true);
		expect(draws.some((x) => !Number.isInteger(x * 2 ** 32))).toBe(true);
		// Mean ½, variance 1/12: six standard errors.
		expect(Math.abs(mean(draws) - 0.5)).toBeLessThan(6 * Math.sqrt(1 / 12 / draws.length));
	});

	it('draws integers evenly (χ² of 7 cells below the 99.99 % quantile)', () => {
		const random = seededRandom(2);
		const cells = new Array<number>(7).fill(0);
		for (let i = 0; i < 70_000; i++) cells[random.int(7)]++;
		expect(cells.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.86);
		expect(random.int(1)).toBe(0);
		for (const n of [0, -1, 1.5, 2 ** 32 + 1]) expect(() => random.int(n)).toThrow(RangeError);
	});

	it('draws standard normals (mean, variance, kurtosis, share within ±1.96)', () => {
		const random = seededRandom(3);
		const draws = Array.from({ length: 200_000 }, () => random.normal());
		expect(Math.abs(mean(draws))).toBeLessThan(0.014);
		expect(Math.abs(mean(draws.map((x) => x * x)) - 1)).toBeLessThan(0.02);
		expect(Math.abs(mean(draws.map((x) => x ** 4)) - 3)).toBeLessThan(0.15);
		expect(Math.abs(mean(draws.map((x) => (Math.abs(x) < 1.959964 ? 1 : 0))) - 0.95)).toBeLessThan(0.003);
	});
});

describe('binomial', () => {
	it.each([
		[1, 0.3],
		[20, 0.05],
		[50, 0.15],
		[40, 0.5],
		[200, 0.07],
		[1000, 0.9],
		[23_114, 0.4]
	])('has the probabilities of the formula for n = %d, p = %d', (n, p) => {
		const random = seededRandom(n);
		const draws = 40_000;
		const seen = new Map<number, number>();
		for (let i = 0; i < draws; i++) {
			const k = random.binomial(n, p);
			seen.set(k, (seen.get(k) ?? 0) + 1);
		}
		let distance = 0;
		let cells = 0;
		let logProbability = n * Math.log1p(-p);
		for (let k = 0; k <= n; k++) {
			const expected = draws * Math.exp(logProbability);
			if (expected >= 10) {
				distance += ((seen.get(k) ?? 0) - expected) ** 2 / expected;
				cells++;
			}
			logProbability += Math.log((n - k) / (k + 1)) + Math.log(p / (1 - p));
		}
		// χ² with about `cells` degrees of freedom: mean + 5 deviations.
		expect(distance).toBeLessThan(cells + 5 * Math.sqrt(2 * cells));
	});

	it('stays within 0…n and is sure at the ends', () => {
		fc.assert(
			fc.property(fc.nat(100_000), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (n, p, seed) => {
				const k = seededRandom(seed).binomial(n, p);
				expect(Number.isInteger(k) && k >= 0 && k <= n).toBe(true);
				expect(seededRandom(seed).binomial(n, 0)).toBe(0);
				expect(seededRandom(seed).binomial(n, 1)).toBe(n);
			})
		);
		for (const [n, p] of [[-1, 0.5], [1.5, 0.5], [3, 1.01], [3, NaN]]) {
			expect(() => seededRandom(0).binomial(n, p)).toThrow(RangeError);
		}
	});
});

describe('shuffle', () => {
	it('permutes arrays and typed arrays in place', () => {
		const typed = Uint32Array.from({ length: 50 }, (_, i) => i);
		expect(shuffle(typed, seededRandom(5))).toBe(typed);
		expect([...typed]).not.toEqual([...typed].sort((a, b) => a - b));
		expect([...typed].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
		const names: string[] = shuffle(['a', 'b', 'c'], seededRandom(5));
		expect(names.sort()).toEqual(['a', 'b', 'c']);
	});

	it('makes all six orders of three equally often', () => {
		const random = seededRandom(6);
		const seen = new Map<string, number>();
		for (let i = 0; i < 12_000; i++) {
			const order = shuffle(['a', 'b', 'c'], random).join('');
			seen.set(order, (seen.get(order) ?? 0) + 1);
		}
		expect(seen.size).toBe(6);
		for (const n of seen.values()) expect(Math.abs(n - 2000)).toBeLessThan(6 * Math.sqrt(2000));
	});
});

function mean(of: readonly number[]): number {
	return of.reduce((sum, x) => sum + x, 0) / of.length;
}
