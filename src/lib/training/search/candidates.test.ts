import { describe, expect, it } from 'vitest';
import { authority } from '../../../../tests/fixtures/search/authority';
import { seededRandom } from '../../core/random/random';
import { gridCandidates, randomCandidates } from './candidates';
import { halvingSchedule } from './halving';
import { searchSpace } from './space';

/** The greatest distance of a sample's distribution from the uniform one on [0, 1] (Kolmogorov). */
function distance(sample: readonly number[]): number {
	const sorted = [...sample].sort((a, b) => a - b);
	return Math.max(...sorted.map((value, i) => Math.max(Math.abs(value - i / sorted.length), Math.abs(value - (i + 1) / sorted.length))));
}

describe('a grid', () => {
	it('has the points of scikit-learn’s ParameterGrid, in its order', () => {
		expect(gridCandidates(authority.grid)).toEqual(authority.points);
	});

	it('is refused before it fills the memory', () => {
		const values = Array.from({ length: 60 }, (_, i) => i);
		const space = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, values]));
		expect(() => gridCandidates(space)).toThrow('more than 100,000 points');
	});

	it('takes a repeated value once, and no range', () => {
		expect(gridCandidates({ 'mlp.hidden': [[16, 8], [16, 8], [4]] })).toHaveLength(2);
		expect(() => gridCandidates({ 'gbdt.boosting.l2': { uniform: [0, 1] } })).toThrow(
			expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining('search.space.gbdt.boosting.l2') as string })
		);
	});
});

describe('random candidates', () => {
	const space = searchSpace.parse({
		'a.uniform': { uniform: [2, 4] },
		'a.log': { logUniform: [0.001, 10] },
		'a.integer': { integer: [1, 6] },
		'a.logInteger': { logInteger: [1, 1000] },
		'a.choice': { choice: ['x', 'y'] }
	});
	const many = randomCandidates(space, 4000, seededRandom(3));
	const numbers = (name: string) => many.map((point) => Number(point[name]));
	// Of 4,000 draws, a distance of .026 comes up once in a hundred samples.
	const close = 0.026;

	it('are the same for a seed, whatever the order of the names, and others for another', () => {
		const turned = Object.fromEntries(Object.entries(space).reverse());
		expect(randomCandidates(turned, 50, seededRandom(3))).toEqual(many.slice(0, 50));
		expect(randomCandidates(space, 50, seededRandom(4))).not.toEqual(many.slice(0, 50));
	});

	it('are uniform, in the value or in its logarithm', () => {
		expect(distance(numbers('a.uniform').map((value) => (value - 2) / 2))).toBeLessThan(close);
		expect(distance(numbers('a.log').map((value) => Math.log(value / 0.001) / Math.log(10 / 0.001)))).toBeLessThan(close);
	});

	it('reach both ends of integers, each equally often or each magnitude', () => {
		for (let value = 1; value <= 6; value++) {
			const share = numbers('a.integer').filter((drawn) => drawn === value).length / many.length;
			expect(Math.abs(share - 1 / 6)).toBeLessThan(0.025);
		}
		const whole = numbers('a.logInteger');
		expect(whole.every((value) => Number.isInteger(value) && value >= 1 && value <= 1000)).toBe(true);
		const below = (limit: number) => whole.filter((value) => value < limit).length / whole.length;
		const [low, high] = [Math.log(0.5), Math.log(1000.5)];
		for (const limit of [2, 10, 100]) expect(Math.abs(below(limit) - (Math.log(limit - 0.5) - low) / (high - low))).toBeLessThan(close);
	});

	it('are all of a small space, once', () => {
		const small = randomCandidates({ 'a.x': [1, 2, 3], 'a.y': [true, false] }, 100, seededRandom(1));
		expect(new Set(small.map((point) => JSON.stringify(point))).size).toBe(6);
		expect(small).toHaveLength(6);
	});

	it('come of no nonsense', () => {
		for (const bad of [{}, { a: [] }, { a: { uniform: [2, 1] } }, { a: { logUniform: [0, 1] } }, { a: { integer: [0.5, 2] } }, { a: 3 }]) {
			expect(searchSpace.safeParse(bad).success).toBe(false);
		}
	});
});

describe('successive halving', () => {
	it.each(authority.schedules)('of $candidates by $factor from $least to $most goes as scikit-learn’s', ({ resources, survivors, ...options }) => {
		const plan = halvingSchedule(options);
		expect(plan.map(({ resource }) => resource)).toEqual(resources);
		expect(plan.map(({ candidates }) => candidates)).toEqual(survivors);
	});

	it('counts powers exactly, where logarithms do not', () => {
		// Math.log(243) / Math.log(3) is less than 5.
		expect(halvingSchedule({ candidates: 243, factor: 3, least: 1, most: 243 })).toHaveLength(6);
	});

	it('never starts below what can be learned from, and says when there is not so much', () => {
		expect(halvingSchedule({ candidates: 9, factor: 3, least: null, most: 90, floor: 40 })).toEqual([{ candidates: 9, resource: 40 }]);
		expect(() => halvingSchedule({ candidates: 9, factor: 3, least: 100, most: 90 })).toThrow(expect.objectContaining({ code: 'config.invalid' }));
	});
});
