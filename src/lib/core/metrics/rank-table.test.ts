import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsOfDescending, histogram, scoreHistogram } from './histogram';
import { mergeNegativeRuns } from './merge-groups';
import { rankTable } from './rank-table';
import { rank } from './ranking';
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
