import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintBlob, sampledRanges } from './fingerprint';

function sizePrefix(size: number): Buffer {
	const prefix = Buffer.alloc(8);
	prefix.writeBigUInt64BE(BigInt(size));
	return prefix;
}

describe('fingerprintBlob', () => {
	it('is the SHA-256 of the size and the whole content of a small file', async () => {
		const bytes = Buffer.from('Time,V1,Amount\n0,1.5,2\n');
		const expected = createHash('sha256').update(sizePrefix(bytes.length)).update(bytes).digest('hex');
		expect(await fingerprintBlob(new Blob([bytes]))).toBe(expected);
	});

	it('tells apart a large file whose head, tail or size differs, and not one changed between the slices', async () => {
		const size = 3_000_000;
		const bytes = new Uint8Array(size).fill(65);
		const of = (change: (copy: Uint8Array) => void) => {
			const copy = bytes.slice();
			change(copy);
			return fingerprintBlob(new Blob([copy]));
		};
		const original = await fingerprintBlob(new Blob([bytes]));
		expect(await of(() => undefined)).toBe(original);
		expect(await of((copy) => (copy[10] = 66))).not.toBe(original);
		expect(await of((copy) => (copy[size - 1] = 66))).not.toBe(original);
		expect(await fingerprintBlob(new Blob([bytes, 'A']))).not.toBe(original);
		const firstGap = sampledRanges(size)[0]?.[1] ?? 0;
		expect(await of((copy) => (copy[firstGap] = 66))).toBe(original);
	});

	it('does not depend on the name', async () => {
		const one = await fingerprintBlob(new File(['a'], 'one.csv'));
		expect(await fingerprintBlob(new File(['a'], 'two.csv'))).toBe(one);
	});
});

describe('sampledRanges', () => {
	it('covers disjoint ascending ranges inside the file, with its head and its tail', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 1e12 }), (size) => {
				const ranges = sampledRanges(size);
				let end = 0;
				for (const [from, to] of ranges) {
					expect(from).toBeGreaterThanOrEqual(end);
					expect(to).toBeGreaterThanOrEqual(from);
					end = to;
				}
				expect(ranges[0]?.[0]).toBe(0);
				expect(end).toBe(size);
			})
		);
	});
});
