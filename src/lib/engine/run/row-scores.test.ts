import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reject } from '../../core/run/types';
import { rowScores } from './row-scores';

const policy = { kind: 'threshold', review: 0.5, decline: 0.9 } as const;

/** Data row n has the score n / 40; every seventh is rejected. */
function block(firstRow: number, rows: number) {
	const numbers = Array.from({ length: rows }, (_, i) => firstRow + i);
	const bad = numbers.filter((row) => row % 7 === 0);
	const rejects = bad.map((row): Reject => ({ row, code: 'cell.not-a-number', column: 'a', value: 'x', reason: `row ${row}` }));
	return {
		firstRow,
		score: Float64Array.from(numbers, (row) => (row % 7 === 0 ? NaN : row / 40)),
		decision: Uint8Array.from(numbers, (row) => (row % 7 === 0 ? 255 : 0)),
		rejects
	};
}

describe('rowScores', () => {
	it('gives a row the same cells however blocks and batches cut the file', () => {
		const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(lengths, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 12 }), (pieces, from, rows) => {
				let next = 1;
				const blocks = pieces.map((length) => {
					const made = block(next, length);
					next += length;
					return made;
				});
				const found = rowScores(blocks, from, rows, policy);
				for (let r = 0; r < rows; r++) {
					const row = from + r;
					const scored = row < next && row % 7 !== 0;
					expect(found.score[r]).toBe(scored ? row / 40 : NaN);
					expect(found.decision[r]).toBe(scored ? (row >= 36 ? 2 : row >= 20 ? 1 : 0) : 255);
					expect(found.errors.get(r)).toBe(
						row >= next ? 'not scored: the run ended before this row' : scored ? undefined : `cell.not-a-number: row ${row}`
					);
				}
			})
		);
	});

	it('takes the scores of a block as they are where it has just these rows', () => {
		const one = block(1, 20);
		const found = rowScores([one], 1, 20, policy);
		expect(found.score).toBe(one.score);
		expect([found.decision[5], found.decision[6], found.decision[19]]).toEqual([0, 255, 1]);
	});
});
