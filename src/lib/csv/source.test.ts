import { describe, expect, it } from 'vitest';
import { joined } from './peek';
import { blobSource } from './source';

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const all: Uint8Array[] = [];
	for await (const chunk of chunks) all.push(chunk);
	return joined(all, all.reduce((sum, chunk) => sum + chunk.length, 0));
}

/** A Blob whose reads fail as a browser's do once its file is gone. */
function broken(name: string): Blob {
	const blob = new Blob(['a,b\n1,2\n']);
	blob.slice = () => {
		const slice = new Blob();
		slice.arrayBuffer = () => Promise.reject(new DOMException('no', name));
		return slice;
	};
	return blob;
}

describe('blobSource', () => {
	const bytes = Uint8Array.from({ length: 5 << 20 }, (_, i) => (i * 31) % 251);
	const source = blobSource(new Blob([bytes]), 'x.csv');

	it('reads all bytes, and from an offset', async () => {
		expect(Buffer.compare(await read(source.open()), bytes)).toBe(0);
		expect(Buffer.compare(await read(source.openAt?.(3_000_001) ?? source.open()), bytes.subarray(3_000_001))).toBe(0);
		expect(await read(source.openAt?.(bytes.length + 1) ?? source.open())).toHaveLength(0);
		expect(await read(blobSource(new Blob(), 'empty').open())).toHaveLength(0);
	});

	it('reads at most one slice ahead', async () => {
		const blob = new Blob([bytes]);
		let slices = 0;
		const slice = blob.slice.bind(blob);
		blob.slice = (...range) => {
			slices++;
			return slice(...range);
		};
		for await (const chunk of blobSource(blob, 'x.csv').open()) if (chunk.length > 0) break;
		expect(slices).toBe(2);
	});

	it.each([
		['NotFoundError', 'file.changed'],
		['NotReadableError', 'file.changed'],
		['SecurityError', 'file.unreadable']
	])('takes %s for %s', async (name, code) => {
		await expect(read(blobSource(broken(name), 'x.csv').open())).rejects.toMatchObject({ code });
	});

	it('stops at an abort', async () => {
		await expect(read(source.open(AbortSignal.abort()))).rejects.toMatchObject({ name: 'AbortError' });
	});
});
