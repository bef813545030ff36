import { describe, expect, it } from 'vitest';
import { joined } from './peek';
import { blobRange, blobSource } from './source';

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

describe('blobRange', () => {
	const bytes = Uint8Array.from({ length: 3 << 20 }, (_, i) => (i * 31) % 251);
	const read = async (blob: Blob, from: number, to: number, byteOrderMark = false): Promise<Buffer> => {
		const out = Buffer.alloc(to - from);
		let next = 0;
		await blobRange(blob, 'x.csv', { byteOrderMark }).read(from, to, (piece, at) => {
			expect(at).toBe(next);
			next += piece.length;
			out.set(piece, at);
		});
		return out;
	};

	it('hands over the bytes of a range in their order, through a buffer or in one piece', async () => {
		const blob = new Blob([bytes]);
		expect(Buffer.compare(await read(blob, 5, 2_500_001), bytes.subarray(5, 2_500_001))).toBe(0);
		expect(Buffer.compare(await read(blob, 5, 2_500_001, true), bytes.subarray(8, 2_500_004))).toBe(0);
		const plain = (range: Blob): Blob => Object.assign(range, { stream: () => new ReadableStream() });
		const without = Object.assign(new Blob([bytes]), { slice: (...range: [number, number]) => plain(blob.slice(...range)) });
		expect(Buffer.compare(await read(without, 5, 2_500_001), bytes.subarray(5, 2_500_001))).toBe(0);
	});

	it('asks the file itself why its stream failed, or goes on with it', async () => {
		const torn = (rest: Blob): Blob => {
			let pulls = 0;
			const pull = (controller: ReadableByteStreamController): void => {
				if (++pulls === 3) controller.error(new TypeError('network error'));
				else controller.enqueue(new Uint8Array(100).fill(pulls));
			};
			const stream = () => new ReadableStream({ type: 'bytes', pull });
			return Object.assign(new Blob([bytes]), { slice: () => Object.assign(new Blob([bytes]), { stream, slice: () => rest }) });
		};
		const found = await read(torn(new Blob([new Uint8Array(50).fill(9)])), 0, 250);
		expect([...found]).toEqual([...Array<number>(100).fill(1), ...Array<number>(100).fill(2), ...Array<number>(50).fill(9)]);
		const gone = Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new DOMException('no', 'NotReadableError')) });
		await expect(read(torn(gone), 0, 250)).rejects.toMatchObject({ code: 'file.changed' });
	});

	it('reads on after a fault, and takes a file that became shorter for a changed one', async () => {
		const source = blobRange(new Blob([bytes]), 'x.csv', { byteOrderMark: false });
		await expect(source.read(0, bytes.length + 1, () => undefined)).rejects.toMatchObject({ code: 'file.changed' });
		await expect(
			source.read(0, 10, () => {
				throw new RangeError('no room');
			})
		).rejects.toMatchObject({ code: 'file.unreadable' });
		const all: number[] = [];
		await source.read(0, 10, (piece) => all.push(...piece));
		expect(all).toEqual([...bytes.subarray(0, 10)]);
	});
});
