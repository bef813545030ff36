import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, cellsText } from '../../core/run/cells-text';
import { candidateRows, TopCells } from './top-cells';
import type { RunColumns } from './columns';
import type { RecordBatch } from '../../csv/types';

const columns: RunColumns = {
	...{ counts: { own: 1, appended: 0 }, features: [], times: [], absent: [], label: null, amount: null, timestamp: null },
	...{ keys: [], sensitive: new Set<number>() }
};

/** Records of one cell each: their data row's number. */
function batchOf(firstRow: number, rows: number): RecordBatch {
	const texts = Array.from({ length: rows }, (_, i) => `${firstRow + i}\n`);
	const bytes = new TextEncoder().encode(texts.join(''));
	const rowStart = Uint32Array.from({ length: rows + 1 }, (_, r) => texts.slice(0, r).join('').length);
	const ends = rowStart.slice(1).map((start) => start - 1);
	return {
		...{ bytes, baseOffset: 0, rows, rowStart, rowEnd: ends, rowField: Uint32Array.from({ length: rows + 1 }, (_, r) => r) },
		...{ fieldStart: rowStart.slice(0, rows), fieldEnd: ends, quoted: new Uint8Array(rows) }
	};
}

const margin = fc.oneof(fc.integer({ min: -2, max: 6 }), fc.constantFrom(NaN, 0.5, 20));
const blocks = fc.array(fc.array(margin, { minLength: 1, maxLength: 12 }), { maxLength: 12 });

describe('TopCells', () => {
	it('keeps the same rows and cells when others choose candidates by floors that are out of date', () => {
		fc.assert(
			fc.property(blocks, fc.nat(9), fc.array(fc.nat(12), { minLength: 1 }), (split, count, delays) => {
				const whole = new TopCells(count);
				const admitting = new TopCells(count);
				const floors = [admitting.floor];
				let firstRow = 1;
				split.forEach((margins, index) => {
					const block = { firstRow, margin: Float32Array.from(margins) };
					const batch = batchOf(firstRow, margins.length);
					const taken = whole.take(block, batch, columns);
					for (const { row, cells } of taken) expect(cellsOf(cells)).toEqual([String(row)]);
					const told = floors[Math.max(0, floors.length - 1 - delays[index % delays.length])];
					const candidates = Array.from(candidateRows(block.margin, count, told), (entry) => ({
						row: firstRow + entry,
						cells: cellsText([String(firstRow + entry)])
					}));
					expect(admitting.admit(block, candidates)).toEqual(taken);
					floors.push(admitting.floor);
					firstRow += margins.length;
				});
				expect(admitting.rows()).toEqual(whole.rows());
				expect(admitting.floor).toBe(whole.floor);
			})
		);
	});

	it('has a floor only when it is full', () => {
		const top = new TopCells(2);
		top.restore({ firstRow: 1, margin: Float32Array.of(1, NaN) });
		expect(top.floor).toBe(-Infinity);
		top.restore({ firstRow: 3, margin: Float32Array.of(3) });
		expect([top.floor, top.rows()]).toEqual([1, [3, 1]]);
		expect(new TopCells(0).floor).toBe(Infinity);
	});

	it('cuts long cells', () => {
		const bytes = new TextEncoder().encode('x'.repeat(5000));
		const one = { ...batchOf(1, 1), bytes, rowEnd: Uint32Array.of(5000), fieldEnd: Uint32Array.of(5000) };
		const [kept] = new TopCells().take({ firstRow: 1, margin: Float32Array.of(0) }, one, columns);
		expect(cellsOf(kept.cells)).toEqual([`${'x'.repeat(999)}…`]);
	});
});
