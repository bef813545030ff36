import type { Dialect } from '../core/run/types';

/** Chunks without their first `count` bytes. */
export async function* withoutFirst(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
	let left = count;
	for await (const chunk of chunks) {
		const rest = left > 0 ? chunk.subarray(Math.min(left, chunk.length)) : chunk;
		left -= chunk.length - rest.length;
		if (rest.length > 0) yield rest;
	}
}

/**
 * Text in another encoding as UTF-8, chunk by chunk. Every byte of windows-1252 has a character; a half surrogate pair
 * or an odd last byte of UTF-16 becomes U+FFFD. The byte order mark must be gone already.
 */
export async function* toUtf8(
	chunks: AsyncIterable<Uint8Array>,
	encoding: Exclude<Dialect['encoding'], 'utf-8'>
): AsyncGenerator<Uint8Array> {
	const decoder = new TextDecoder(encoding, { ignoreBOM: true });
	const encoder = new TextEncoder();
	for await (const chunk of chunks) {
		const bytes = encoder.encode(decoder.decode(chunk, { stream: true }));
		if (bytes.length > 0) yield bytes;
	}
	const rest = encoder.encode(decoder.decode());
	if (rest.length > 0) yield rest;
}
