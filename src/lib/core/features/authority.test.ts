import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from '../zod';
import { schema as schemaType } from '../schema/schema';
import { fitEncoding } from './encoding';
import { compilePipeline } from './pipeline';
import type { PipelineStep } from './steps';

const numbers = z.array(z.number());
const fixture = z
	.object({
		rows: z.object({ card: z.array(z.string()), shop: z.array(z.string()), when: numbers, amount: numbers, lat: numbers, lon: numbers }),
		labels: numbers,
		expected: z.record(z.string(), z.array(z.number().nullable())),
		encodings: z.record(z.string(), z.object({ otherwise: z.number(), table: z.record(z.string(), z.number()) }))
	})
	.parse(JSON.parse(readFileSync('tests/fixtures/profiles/profiles.json', 'utf8')));

const columns = ['card', 'shop', 'when', 'amount', 'lat', 'lon'] as const;
const schema = schemaType.parse({
	name: 'cards',
	columns: columns.map((name, i) => ({ name, type: i < 2 ? 'string' : 'number', roles: ['feature'] }))
});

const common = { key: ['card'], time: 'when', otherwise: -1 };
const windows = (['count', 'sum', 'mean', 'max', 'min', 'std', 'distinct'] as const).flatMap((how) =>
	[10, 300, 3000].map((seconds): PipelineStep => {
		const of = how === 'count' ? null : how === 'distinct' ? 'shop' : 'amount';
		return { op: 'window', ...common, seconds, of, how, current: true, to: `${how} ${seconds}` };
	})
);
const pipeline: PipelineStep[] = [
	...windows,
	{ op: 'window', ...common, seconds: null, of: 'amount', how: 'sum', current: false, to: 'sum all before' },
	{ op: 'window', ...common, seconds: null, of: 'amount', how: 'mean', current: true, to: 'mean all' },
	{ op: 'window', ...common, seconds: null, of: 'amount', how: 'std', current: true, to: 'std all' },
	{ op: 'decay', ...common, halfLife: 60, of: 'amount', how: 'mean', current: true, to: 'decayed mean 60' },
	{ op: 'decay', ...common, halfLife: 1000, of: 'amount', how: 'mean', current: true, to: 'decayed mean 1000' },
	{ op: 'since', ...common, to: 'since' },
	{ op: 'previous', ...common, of: 'amount', to: 'previous' },
	{ op: 'distance-from-last', ...common, from: ['lat', 'lon'], to: 'distance' }
];

describe('profiles', () => {
	const names = pipeline.map(({ to }) => to);
	const all = (value: number): number[] => names.map(() => value);
	const session = compilePipeline({
		schema,
		pipeline,
		scaler: { kind: 'standard', names, mean: all(0), scale: all(1), low: all(-1e9), high: all(1e9) }
	}).begin();
	const raw = columns.map((name, c) =>
		Float64Array.from(fixture.rows[name] as readonly (string | number)[], (value) => session.dictionaries[c]?.codeOf(String(value)) ?? Number(value))
	);
	const made = session.unscaled({ rows: raw[0].length, columns: raw, labels: null });

	it.each(names)('agree with pandas and scikit-learn: %s', (name) => {
		const theirs = fixture.expected[name];
		expect(theirs.length).toBe(raw[0].length);
		made[names.indexOf(name)].forEach((value, row) => {
			const expected = theirs[row] ?? -1;
			expect(Math.abs(value - expected), `row ${row}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
		});
	});
});

describe('fitEncoding', () => {
	it.each(Object.keys(fixture.encodings))('agrees with scikit-learn’s TargetEncoder, smoothing %s', (smoothing) => {
		const { table, otherwise } = fitEncoding({ levels: fixture.rows.shop, labels: fixture.labels, weights: null, smoothing: Number(smoothing) });
		const theirs = fixture.encodings[smoothing];
		expect(otherwise).toBeCloseTo(theirs.otherwise, 12);
		expect(Object.keys(table).sort()).toEqual(Object.keys(theirs.table).sort());
		for (const [level, value] of Object.entries(theirs.table)) expect(table[level]).toBeCloseTo(value, 12);
	});

	it('counts a row of weight two like two rows', () => {
		const twice = fitEncoding({ levels: ['a', 'a', 'a', 'b'], labels: [1, 1, 0, 0], weights: null, smoothing: 3 });
		const weighted = fitEncoding({ levels: ['a', 'a', 'b'], labels: [1, 0, 0], weights: [2, 1, 1], smoothing: 3 });
		expect(weighted).toEqual(twice);
	});
});
