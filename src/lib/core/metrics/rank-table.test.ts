import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsOfDescending, histogram, scoreHistogram } from './histogram';
import { mergeNegativeRuns } from './merge-groups';
import { rankTable } from './rank-table';
import { rank } from './ranking';
import { gathered, gatheredInPlace } from './threshold-columns';
import { ThresholdTable } from './threshold-table';

const rows = fc.array(
	fc.record({ margin: fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constantFrom(-0, 0.5, NaN)), label: fc.constantFrom(0, 0, 1, 255) })
);

describe('rankTable', () => {
	it('is the merged ranking of the labelled rows', () => {
		fc.assert(
			fc.property(rows, (given) => {
				const table = ThresholdTable.build({
					margin: Float32Array.from(given, ({ margin }) => margin),
					amount: new Float64Array(given.length),
					label: Uint8Array.from(given, ({ label }) => label)
				});
				const labelled = given.filter(({ margin, label }) => !Number.isNaN(margin) && label <= 1);
				const expected = mergeNegativeRuns(rank(labelled.map(({ margin }) => margin), labelled.map(({ label }) => label)));
				const { scores, ...ranking } = rankTable(table);
				const { scores: expectedScores, ...expectedRanking } = expected;
				expect(ranking).toEqual(expectedRanking);
				expect([...scores].map((score) => score + 0)).toEqual([...expectedScores].map((score) => score + 0));
			})
		);
	});
});

describe('countsOfDescending', () => {
	it('counts what a histogram counts', () => {
		const value = fc.oneof(fc.double({ min: -0.1, max: 1.1, noNaN: true }), fc.integer({ min: 0, max: 50 }).map((i) => i / 50));
		fc.assert(
			fc.property(fc.array(value), (values) => {
				const empty = scoreHistogram();
				const descending = Float64Array.from(values).sort().reverse();
				expect(countsOfDescending(descending, empty)).toEqual([...histogram(values, empty.edges).counts]);
			})
		);
	});
});

describe('gatheredInPlace', () => {
	it('does what gathering elsewhere does', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.nat(), { maxLength: 40 }), fc.boolean(), (keys, scored) => {
				const order = () => Uint32Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b]);
				const columns = () => ({
					...{ margin: new Float32Array(keys.length), amount: Float64Array.from(keys), label: Uint8Array.from(keys.keys()) },
					score: scored ? Float64Array.from(keys, (key) => key / 3) : null
				});
				const expected = gathered(columns(), order());
				expect(gatheredInPlace(columns(), order())).toEqual(expected);
				expect([...expected.amount]).toEqual(keys.toSorted((a, b) => a - b));
				expect([...(expected.score ?? [])]).toEqual(scored ? [...expected.amount].map((key) => key / 3) : []);
				expect([...expected.label]).toEqual([...order()]);
			})
		);
	});
});

describe('ThresholdTable.fromOwn', () => {
	it('is the table of the same columns, and puts their scores in its order', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.float({ noNaN: true }), fc.option(fc.nat(1000), { nil: NaN }), fc.constantFrom(0, 1, 255))), (given) => {
				const columns = () => ({
					margin: Float32Array.from(given, ([margin]) => margin),
					amount: Float64Array.from(given, ([, amount]) => amount / 7),
					label: Uint8Array.from(given, ([, , label]) => label)
				});
				const { table, scores } = ThresholdTable.fromOwn({ ...columns(), score: Float64Array.from(columns().margin) });
				expect(table).toEqual(ThresholdTable.build(columns()));
				expect([...(scores ?? [])]).toEqual([...table.margins]);
				const buffers = [table.margins, table.cumulativeAmount, table.frauds, table.otherwise].map(({ buffer }) => buffer);
				expect(new Set([...buffers, scores?.buffer]).size).toBe(5);
			})
		);
	});
});
