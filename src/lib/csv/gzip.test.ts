import { constants, crc32, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gunzip, gzipStream } from './gzip';
import { joined } from './peek';
import { chunksOf } from './testing';

async function unpacked(bytes: Uint8Array, lengths: readonly number[] = [1 << 16]): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of gunzip(chunksOf(bytes, lengths), 'test.csv.gz')) pieces.push(piece);
	return Buffer.from(joined(pieces, pieces.reduce((sum, piece) => sum + piece.length, 0)));
}

/** Texts that compress well, badly and not at all. */
const content = fc.oneof(
	fc.uint8Array({ maxLength: 3000 }),
	fc.tuple(fc.string({ maxLength: 60 }), fc.nat(4000)).map(([text, times]) => Buffer.from(text.repeat(times).slice(0, 300_000))),
	fc
		.array(fc.double({ noNaN: true, min: -9, max: 9 }), { maxLength: 400 })
		.map((numbers) => Buffer.from(numbers.map((x) => x.toFixed(6)).join(',')))
);
const strategies = [
	constants.Z_DEFAULT_STRATEGY,
	constants.Z_HUFFMAN_ONLY,
	constants.Z_RLE,
	constants.Z_FIXED
];
const splits = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 4 });

describe('gunzip', () => {
	it('restores what zlib packed, in one member or several, with padding, however it is cut', async () => {
		const members = fc.array(fc.tuple(content, fc.integer({ min: 0, max: 9 }), fc.constantFrom(...strategies)), {
			minLength: 1,
			maxLength: 3
		});
		await fc.assert(
			fc.asyncProperty(members, splits, fc.constantFrom(0, 1, 700), async (parts, lengths, zeros) => {
				const packed = parts.map(([bytes, level, strategy]) => gzipSync(bytes, { level, strategy }));
				const file = Buffer.concat([...packed, Buffer.alloc(zeros)]);
				expect((await unpacked(file, lengths)).equals(Buffer.concat(parts.map(([bytes]) => bytes)))).toBe(true);
			}),
			{ numRuns: 60 }
		);
	});

	it('reads a header with every optional field, byte by byte', async () => {
		const plain = gzipSync('a,b\n1,2\n');
		const fields = Buffer.from([31, 139, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, 0x78, 0, 0x79, 0]);
		const check = crc32(fields);
		const header = Buffer.concat([fields, Buffer.of(check & 255, (check >> 8) & 255)]);
		expect((await unpacked(Buffer.concat([header, plain.subarray(10)]), [1])).toString()).toBe('a,b\n1,2\n');
	});

	it('finds every cut and every flipped byte that zlib finds', async () => {
		const packed = gzipSync(Array.from({ length: 40 }, (_, i) => `${i},${Math.sin(i)}`).join('\n'));
		for (let length = 1; length < packed.length; length += 7) {
			await expect(unpacked(packed.subarray(0, length))).rejects.toMatchObject({ code: 'file.gzip-corrupt' });
		}
		for (let i = 10; i < packed.length; i += 3) {
			const damaged = Buffer.from(packed);
			damaged[i] = (damaged[i] ?? 0) ^ 0x10;
			expect(() => gunzipSync(damaged)).toThrow();
			await expect(unpacked(damaged)).rejects.toMatchObject({ code: 'file.gzip-corrupt' });
		}
	});

	it('refuses other bytes after the last member', async () => {
		const file = Buffer.concat([gzipSync('a'), Buffer.from('tail')]);
		await expect(unpacked(file)).rejects.toMatchObject({ code: 'file.gzip-corrupt' });
	});

	it('does not pile up what inflates hugely', async () => {
		const bomb = gzipSync(Buffer.alloc(24 << 20), { level: 9 });
		let total = 0;
		let largest = 0;
		for await (const piece of gunzip(chunksOf(bomb, [bomb.length]), 'bomb.gz')) {
			total += piece.length;
			largest = Math.max(largest, piece.length);
		}
		expect(total).toBe(24 << 20);
		expect(largest).toBeLessThan(1 << 18);
	});

	it('survives random bytes as DEFLATE', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (noise) => {
				const file = Buffer.concat([Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 3]), noise]);
				await expect(unpacked(file)).rejects.toMatchObject({ code: 'file.gzip-corrupt' });
			}),
			{ numRuns: 200 }
		);
	});
});

describe('gzipStream', () => {
	it('packs what zlib unpacks', async () => {
		const text = 'a,b\n1,2\n'.repeat(1000);
		const packed = await new Response(gzipStream(new Blob([text]).stream())).arrayBuffer();
		expect(gunzipSync(packed).toString()).toBe(text);
	});
});
