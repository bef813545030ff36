import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobRange } from './source';
import { SegmentReader } from './segment-reader';
import { opened } from './testing';
import { ScoredWriter, type RowScores } from './writer';

const NO_DECISION = 255;

const cell = fc
	.array(fc.constantFrom('a', 'x y', '7', '1.5', ' ', '"', '""', ',', ';', '\n', '\r\n', 'é', 'y'.repeat(40)), { maxLength: 4 })
	.map((parts) => parts.join(''));
const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 });
const score = fc.oneof(
	fc.double({ min: 0, max: 1 }),
	fc.double({ min: -16, max: 0, noNaN: true }).map((exponent) => 10 ** exponent),
	// Next to a half of the last digit.
	fc.integer({ min: 100_000_000, max: 999_999_999 }).map((digits) => Number(`${digits}.5e-12`)),
	fc.constantFrom(NaN, 0, 1, 0.25, 1e-7, 1e-14, 0.9999999995)
);
const scoredCells = fc.record({
	score,
	decision: fc.constantFrom(0, 1, 2, NO_DECISION),
	error: fc.constantFrom('', '', '', 'x', '=no, "it"\n', 'long '.repeat(9000))
});
type Cells = typeof scoredCells extends fc.Arbitrary<infer Value> ? Value : never;

function columnsOf(rows: number, given: readonly Cells[]): RowScores {
	const own = Array.from({ length: rows }, (_, r) => given[r % given.length]);
	return {
		score: Float64Array.from(own, ({ score }) => score),
		decision: Uint8Array.from(own, ({ decision }) => decision),
		errors: new Map(own.flatMap(({ error }, r) => (error === '' ? [] : [[r, error] as const])))
	};
}

/** The rows of a file in batches, each written twice: in the scanner's memory, and from a copy without that. */
async function both(text: string, dialect: { delimiter: ',' | ';'; decimal: '.' | ',' }, given: readonly Cells[]): Promise<number> {
	const table = await opened(text, { dialect });
	const blob = new Blob([text]);
	const source = blobRange(blob, 'a.csv', table);
	const reader = new SegmentReader(source, table.dialect, [0]);
	const writer = new ScoredWriter(table);
	let spliced = 0;
	await reader.open({ from: table.headerBytes.length, to: source.size }, table.headerBytes.length);
	for (let batch; (batch = await reader.next(5)) !== null; ) {
		const columns = columnsOf(batch.rows, given);
		const plain = writer.rowsScored({ ...batch, splicer: null }, columns);
		const { splicer } = batch;
		const counted = splicer && {
			reserve: () => undefined,
			splice: (plan: Parameters<typeof splicer.splice>[0]) => {
				const written = splicer.splice(plan);
				if (written) spliced++;
				return written;
			}
		};
		expect(Buffer.from(writer.rowsScored({ ...batch, splicer: counted }, columns)).toString('latin1')).toBe(Buffer.from(plain).toString('latin1'));
	}
	return spliced;
}

describe('ScoredWriter, where it has a splicer', () => {
	it('writes the bytes that it writes without one, whatever the file', async () => {
		const headers = fc.constantFrom('h1', 'h1,h2,h3', 'h1,fraud_probability,decision,error', 'fraud_probability,decision,error');
		const ends = fc.constantFrom('\n', '\r\n', '\n\n', '\r');
		const marks = fc.constantFrom('.', ',');
		await fc.assert(
			fc.asyncProperty(rows, headers, fc.constantFrom(',', ';'), marks, ends, fc.constantFrom(0, 1, 2), fc.array(scoredCells, { minLength: 1 }), async (lines, header, delimiter, decimal, end, quoting, given) => {
				const written = (text: string) => (quoting === 2 || (quoting === 1 && /[",;\r\n]/.test(text)) ? `"${text.replaceAll('"', '""')}"` : text);
				const body = [['0'], ...lines].map((row) => row.map(written).join(delimiter)).join(end);
				await both(`${header.replaceAll(',', delimiter)}\n${body}${quoting === 0 ? '' : end}`, { delimiter, decimal }, given);
			}),
			{ numRuns: 120 }
		);
	});

	it('spells scores as it does without one', async () => {
		const rows = 'a,b\n' + '1,2\n'.repeat(2000);
		const plainCells = fc.record({ score, decision: fc.constantFrom(0, 1, 2, NO_DECISION), error: fc.constant('') });
		await fc.assert(
			fc.asyncProperty(fc.array(plainCells, { minLength: 1000, maxLength: 2000 }), async (given) => {
				expect(await both(rows, { delimiter: ',', decimal: '.' }, given)).toBeGreaterThan(0);
			}),
			{ numRuns: 5 }
		);
	});
});
