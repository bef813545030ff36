import { pow } from '../../core/number/exp-log';
import { ShrikeError } from '../../core/errors';
import type { Random } from '../../core/random/random';
import { listedValues } from './space';
import type { Dimension, Parameters, ParameterValue, SearchSpace } from './space';

/** A grid of more points than anyone waits for is a slip of the pen. */
const mostPoints = 100_000;

/** Draws of a known point before a space of lists counts as exhausted. */
const mostRepeats = 200;

/**
 * Every point of a space of lists, once each, by sorted names, the last one varying fastest (the order of scikit-learn's
 * `ParameterGrid`). Throws `config.invalid` for a range, naming it, and for more than 100,000 points.
 */
export function gridCandidates(space: SearchSpace): Parameters[] {
	let points: Parameters[] = [{}];
	for (const [name, dimension] of sorted(space)) {
		const values = listedValues(dimension);
		if (!values) {
			throw new ShrikeError('config.invalid', `search.space.${name}: a range has no grid. List its values, or search with random or halving.`, { path: name });
		}
		if (points.length * values.length > mostPoints) {
			throw new ShrikeError(
				'config.invalid',
				`search.space.${name}: the grid has more than ${mostPoints.toLocaleString('en')} points. List fewer values, or search with random or halving.`,
				{ path: name }
			);
		}
		points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
	}
	return distinct(points);
}

/** As many different points, drawn independently; fewer where a space of lists has no more. The same `random`, the same points. */
export function randomCandidates(space: SearchSpace, count: number, random: Random): Parameters[] {
	const points = new Map<string, Parameters>();
	for (let repeats = 0; points.size < count && repeats < mostRepeats; ) {
		const point = Object.fromEntries(sorted(space).map(([name, dimension]) => [name, draw(dimension, random)]));
		const key = JSON.stringify(point);
		repeats = points.has(key) ? repeats + 1 : 0;
		points.set(key, point);
	}
	return [...points.values()];
}

function draw(dimension: Dimension, random: Random): ParameterValue {
	const listed = listedValues(dimension);
	if (listed || Array.isArray(dimension)) return listed?.[random.int(listed.length)] ?? null;
	if ('uniform' in dimension) return between(dimension.uniform, random);
	if ('logUniform' in dimension) return logBetween(dimension.logUniform, random);
	if ('integer' in dimension) return dimension.integer[0] + random.int(dimension.integer[1] - dimension.integer[0] + 1);
	if ('logInteger' in dimension) {
		const [low, high] = dimension.logInteger;
		return Math.min(high, Math.max(low, Math.round(logBetween([low - 0.5, high + 0.5], random))));
	}
	return null;
}

function between([low, high]: readonly [number, number], random: Random): number {
	return neat(low + (high - low) * random.next(), low, high);
}

/** Uniform in the logarithm. */
function logBetween([low, high]: readonly [number, number], random: Random): number {
	return neat(low * pow(high / low, random.next()), low, high);
}

/** Six digits: no figure depends on more, and people have to read and repeat them. */
function neat(value: number, low: number, high: number): number {
	return Math.min(high, Math.max(low, Number(value.toPrecision(6))));
}

function sorted(space: SearchSpace): [string, Dimension][] {
	return Object.entries(space).sort(([a], [b]) => (a < b ? -1 : 1));
}

function distinct(points: readonly Parameters[]): Parameters[] {
	return [...new Map(points.map((point) => [JSON.stringify(point), point])).values()];
}
