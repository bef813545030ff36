import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibration } from '../../core/pack/manifest';
import { clipMargin, clipMargins, scoreOfMargin, scoresOfMargins } from '../../core/pack/score';
import { decide, decisionCodes, decisions } from '../../core/policy/policy';
import { keptFeatures } from './assemble-block';
import { keepAllRows, keepsFeatures } from './feature-sample';

const calibrations = [
	calibration.parse({ kind: 'platt', slope: 1.3, intercept: -0.7 }),
	calibration.parse({ kind: 'isotonic', margins: [-4, -1, 0.5, 3], logits: [-6, -2, 0, 4] })
];
const margins = fc.array(fc.oneof(fc.float(), fc.float({ min: -25, max: 25 })));

describe('a block of scores', () => {
	it('has the scores that its rows have one by one, to the bit', () => {
		fc.assert(
			fc.property(margins, fc.constantFrom(...calibrations), (given, kind) => {
				const scoring = { marginBounds: [-19.9, 20] as [number, number], calibration: kind };
				const clipped = Float32Array.from(given);
				clipMargins(clipped, scoring);
				expect([...clipped]).toEqual(Array.from(Float32Array.from(given), (margin) => Math.fround(clipMargin(margin, scoring))));
				expect([...scoresOfMargins(clipped, scoring)]).toEqual(Array.from(clipped, (margin) => scoreOfMargin(margin, scoring)));
			})
		);
	});

	it('has the decisions that its rows have one by one', () => {
		const score = fc.oneof(fc.double({ min: 0, max: 1 }), fc.constantFrom(0, 0.25, 0.5, 1, NaN));
		const limits = fc.tuple(fc.constantFrom(0, 0.25, 0.5, 1), fc.constantFrom(undefined, 0.5, 1));
		fc.assert(
			fc.property(fc.array(score), limits, (scores, [review, decline]) => {
				const policy = { kind: 'threshold', review, decline } as const;
				const expected = scores.map((one) => decisions.indexOf(decide(one, policy)));
				expect([...decisionCodes(Float64Array.from(scores), policy)]).toEqual(expected);
			})
		);
	});
});

describe('keptFeatures', () => {
	const rows = 300;
	const column = (factor: number) => Float64Array.from({ length: rows }, (_, i) => i * factor);
	const parsed = (entry: Uint32Array) => ({
		...{ rows, scored: entry.length, entry, raw: [], label: new Uint8Array(rows), amount: new Float64Array(rows) },
		...{ timestamp: new Float64Array(rows), keys: {}, rejects: [] }
	});
	const all = Uint32Array.from({ length: rows }, (_, i) => i);

	it.each([1, keepAllRows - 150, keepAllRows + 7])('keeps the rows that it should from data row %i on', (firstRow) => {
		for (const entry of [all, all.filter((row) => row % 7 !== 3), all.subarray(0, 0)]) {
			const decision = new Uint8Array(rows).map((_, row) => (row % 50 === 0 ? 1 : 0));
			const kept = keptFeatures(firstRow, parsed(entry), [column(1), column(0.1)], decision);
			const expected = [...entry.keys()].filter((i) => keepsFeatures(firstRow + entry[i], decision[entry[i]] !== 0));
			expect(kept?.rows && [...kept.rows]).toEqual(expected.length === rows ? null : expected.map((i) => entry[i]));
			expect([...(kept?.values ?? [])]).toEqual([...expected, ...expected.map((i) => Math.fround(i * 0.1))]);
		}
	});
});
