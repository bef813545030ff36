import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowCells } from './cells';
import { SegmentReader, segmentsOf } from './segment-reader';
import type { RangeSource } from './segment-reader';
import { Tokenizer } from './tokenizer';

const dialect = { delimiter: ',', decimal: '.' } as const;

function rangeOf(bytes: Uint8Array): RangeSource {
	return {
		size: bytes.length,
		read: async (from, to, take) => {
			for (let at = from; at < to; at += 5) take(bytes.slice(at, Math.min(at + 5, to)), at - from);
		}
	};
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

/** Every record of a text with the place where it begins, read from front to back. */
async function inOrder(bytes: Uint8Array): Promise<[number, string[]][]> {
	const tokenizer = new Tokenizer(once(bytes), ',');
	const records: [number, string[]][] = [];
	for (let batch = await tokenizer.next(3); batch; batch = await tokenizer.next(3)) {
		for (let r = 0; r < batch.rows; r++) records.push([batch.baseOffset + batch.rowStart[r], rowCells(batch, r)]);
	}
	return records;
}

/** The same, segment by segment: each from its first line, and again from where the one before ended where that was another place. */
async function inSegments(bytes: Uint8Array, segmentBytes: number): Promise<{ records: [number, string[]][]; again: number; text: string }> {
	const reader = new SegmentReader(rangeOf(bytes), dialect, []);
	let records: [number, string[]][] = [];
	let [text, again, start] = ['', 0, 0];
	for (const [k, segment] of segmentsOf(0, bytes.length, segmentBytes).entries()) {
		if (start >= segment.to && k > 0) continue;
		for (const from of k === 0 ? [start] : [null, start]) {
			const own: [number, string[]][] = [];
			let copied = '';
			await reader.open(segment, from);
			for (let batch = await reader.next(2); batch; batch = await reader.next(2)) {
				for (let r = 0; r < batch.rows; r++) own.push([batch.baseOffset + batch.rowStart[r], rowCells(batch, r)]);
				copied += new TextDecoder('utf-8', { ignoreBOM: true }).decode(batch.bytes);
			}
			if (from === null && reader.start !== start) {
				again++;
				continue;
			}
			records = [...records, ...own];
			text += copied;
			break;
		}
		start = reader.end;
	}
	return { records, again, text };
}

const cell = fc.oneof(
	fc.stringMatching(/^[a-z0-9.]{0,6}$/),
	fc.array(fc.constantFrom('x', ' ', ',', '\n', '\r\n', '""', 'é', '1'), { maxLength: 8 }).map((parts) => `"${parts.join('')}"`)
);
const file = fc
	.array(fc.tuple(fc.array(cell, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\n\r\n""\n')), { minLength: 1, maxLength: 30 })
	.map((rows) => new TextEncoder().encode(rows.map(([cells, end]) => cells.join(',') + end).join('')));

describe('segments', () => {
	it('join to the records of the whole, wherever they are cut', async () => {
		await fc.assert(
			fc.asyncProperty(file, fc.integer({ min: 1, max: 40 }), async (bytes, segmentBytes) => {
				expect((await inSegments(bytes, segmentBytes)).records).toEqual(await inOrder(bytes));
			}),
			{ numRuns: 400 }
		);
	});

	it('have every byte from the first record on in one of their batches', async () => {
		await fc.assert(
			fc.asyncProperty(file, fc.integer({ min: 1, max: 40 }), async (bytes, segmentBytes) => {
				const { text, records } = await inSegments(bytes, segmentBytes);
				if (records.length > 0) expect(new TextDecoder().decode(bytes).endsWith(text)).toBe(true);
			})
		);
	});

	it('are read again where a line end within quotes was taken for one between records, and only there', async () => {
		const plain = new TextEncoder().encode('1,2\n3,4\n'.repeat(20));
		expect((await inSegments(plain, 16)).again).toBe(0);
		const quoted = new TextEncoder().encode('1,"a\nb\nc\nd"\n'.repeat(20));
		expect((await inSegments(quoted, 16)).again).toBeGreaterThan(0);
	});

	it('cover the bytes without a gap, none of them empty', () => {
		fc.assert(
			fc.property(fc.nat(50), fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 100 }), (from, length, bytes) => {
				const segments = segmentsOf(from, from + length, bytes);
				expect(segments[0].from).toBe(from);
				expect(segments.at(-1)?.to).toBe(from + length);
				segments.forEach((one, k) => {
					expect(one.to).toBeGreaterThan(one.from);
					if (k > 0) expect(one.from).toBe(segments[k - 1].to);
				});
			})
		);
	});
});
