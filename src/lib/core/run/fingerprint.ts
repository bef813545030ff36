import { sha256Hex } from '../pack/digest';

/** A blob up to this many bytes is hashed whole. */
const wholeUpTo = 1 << 20;
/** Bytes of the first and the last slice of a larger one. */
const edge = 64 * 1024;
/** Evenly spaced slices between them. */
const probes = 14;
const probe = 16 * 1024;

/**
 * Names a file's content without reading all of it: SHA-256, 64 hex digits, over the size (64 bits, big-endian) and
 * - all bytes of a blob of at most 1 MiB,
 * - else its first and last 64 KiB and 14 slices of 16 KiB evenly spaced between them, about 350 KiB whatever the size.
 *
 * Different fingerprints prove different content. Equal ones prove it up to 1 MiB; above, a change that keeps the size
 * and touches none of the slices goes unseen. That is enough to recognise a file that was dropped again (exports of
 * different days differ in size or in their head), and not a proof against someone who forges one. The name and the
 * modification time play no part.
 *
 * Rejects with what `Blob.arrayBuffer` rejects with (`NotReadableError`, `NotFoundError`) when the file is gone or was
 * changed since it was chosen.
 */
export async function fingerprintBlob(blob: Blob): Promise<string> {
	const slices = sampledRanges(blob.size).map(([start, end]) => blob.slice(start, end));
	const size = new DataView(new ArrayBuffer(8));
	size.setBigUint64(0, BigInt(blob.size));
	const sample = await new Blob([size.buffer, ...slices]).arrayBuffer();
	return sha256Hex(new Uint8Array(sample));
}

/** Byte ranges `[start, end)`, ascending and disjoint, that the fingerprint of a file of this size covers. */
export function sampledRanges(size: number): [number, number][] {
	if (size <= wholeUpTo) return [[0, size]];
	const ranges: [number, number][] = [[0, edge]];
	const gap = (size - 2 * edge - probes * probe) / (probes + 1);
	for (let i = 0; i < probes; i++) {
		const start = Math.floor(edge + gap + i * (gap + probe));
		ranges.push([start, start + probe]);
	}
	ranges.push([size - edge, size]);
	return ranges;
}
