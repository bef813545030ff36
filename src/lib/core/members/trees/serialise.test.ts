import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomEnsemble } from '../../../../../tests/fixtures/trees/random-ensemble';
import { seededRandom } from '../../random/random';
import { parseTrees, serialiseTrees } from './serialise';

const shapes = fc.record({
	rules: fc.constantFrom<'xgboost' | 'lightgbm'>('xgboost', 'lightgbm'),
	width: fc.integer({ min: 1, max: 300 }),
	trees: fc.integer({ min: 0, max: 6 }),
	leaves: fc.integer({ min: 1, max: 40 }),
	categorical: fc.constantFrom(0, 0.3),
	anyMissing: fc.constant(false),
	// JSON has no -0.
	baseMargin: fc.double({ min: -20, max: 20, noNaN: true }).map((x) => Math.fround(x) + 0)
});

describe('trees in a pack', () => {
	it('come back from JSON bit by bit', () => {
		fc.assert(
			fc.property(shapes, fc.integer({ min: 0, max: 1000 }), (shape, seed) => {
				const ensemble = randomEnsemble({ ...shape, anyMissing: shape.rules === 'lightgbm' }, seededRandom(seed));
				expect(parseTrees(JSON.parse(JSON.stringify(serialiseTrees(ensemble))))).toEqual(ensemble);
			})
		);
	});

	const shape = { rules: 'xgboost', width: 3, trees: 2, leaves: 5, categorical: 0.4, anyMissing: false, baseMargin: 0 } as const;
	const file = serialiseTrees(randomEnsemble(shape, seededRandom(1)));
	const flip = (text: string, at: number) => text.slice(0, at) + (text[at] === '/' ? 'A' : '/') + text.slice(at + 1);

	it('take about eight bytes a node', () => {
		const many = serialiseTrees(randomEnsemble({ ...shape, trees: 100, leaves: 32, categorical: 0 }, seededRandom(1)));
		expect(JSON.stringify(many).length / (100 * 63)).toBeLessThan(9);
	});

	it.each([
		['another format', { ...file, format: 'trees' }],
		['an unknown field', { ...file, more: 1 }],
		['no base64', { ...file, features: '***' }],
		['half a number', { ...file, features: btoa('abc') }],
		['an array cut short', { ...file, values: file.values.slice(0, -8) }],
		['one tree more', { ...file, trees: 3 }],
		['the last leaf missing', { ...file, features: file.features.slice(0, -4), values: file.values.slice(0, -8) }],
		['flags missing', { ...file, flags: '' }],
		['unknown flags', { ...file, flags: flip(file.flags, 0) }],
		['no sets', { ...file, sets: [] }],
		['a feature too far', { ...file, width: 1 }],
		['a negative category', { ...file, sets: file.sets.map(() => [-1]) }],
		['a category of megabytes', { ...file, sets: file.sets.map(() => [2 ** 30]) }]
	])('are refused when damaged: %s', (_, damaged) => {
		expect(() => parseTrees(damaged)).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
	});

	it('are read or refused, never anything else, when a character changed', () => {
		const fields = fc.constantFrom<'features' | 'flags' | 'values'>('features', 'flags', 'values');
		fc.assert(
			fc.property(fields, fc.nat(200), (field, at) => {
				const damaged = { ...file, [field]: flip(file[field], at % file[field].length) };
				try {
					parseTrees(damaged);
				} catch (error) {
					expect(error).toMatchObject({ code: 'pack.invalid' });
				}
			})
		);
	});
});
