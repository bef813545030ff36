import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, zlibInflate, zlibInflateInit2, zlibInflateReset, ZStream } from 'pako';
import { ShrikeError } from '../core/errors';

/** Output is handed over in pieces of at most this size: a small file that inflates hugely never piles up. */
const PIECE = 1 << 17;
/** `windowBits` of zlib's `inflateInit2`: 32 kB of history, and 16 more for gzip and nothing else. */
const GZIP_ONLY = 15 + 16;

/**
 * The content of all members of a gzip file (RFC 1952), checksums verified, in pieces of at most 128 KiB: memory does not
 * depend on how far the file inflates. Zero bytes after a member (tape padding) are skipped. Throws `file.gzip-corrupt`
 * for a file that is damaged or cut off; what was decoded until then has been given out.
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
	const stream = new ZStream();
	zlibInflateInit2(stream, GZIP_ONLY);
	const output = new Uint8Array(PIECE);
	let within = true;
	for await (const chunk of chunks) {
		stream.input = chunk;
		stream.next_in = 0;
		stream.avail_in = chunk.length;
		for (;;) {
			if (!within) {
				skipZeros(stream);
				if (stream.avail_in === 0) break;
				zlibInflateReset(stream);
				within = true;
			}
			stream.output = output;
			stream.next_out = 0;
			stream.avail_out = PIECE;
			const result = zlibInflate(stream, Z_NO_FLUSH);
			if (stream.next_out > 0) yield output.slice(0, stream.next_out);
			if (result === Z_STREAM_END) within = false;
			// Without progress zlib says Z_BUF_ERROR: it wants more input, which is no fault.
			else if (result !== Z_OK && result !== Z_BUF_ERROR) throw corrupt(name, stream.msg);
			else if (stream.avail_out > 0) break;
		}
	}
	if (within) throw corrupt(name, 'cut off');
}

/** Compresses a stream as gzip, with what the platform has. */
export function gzipStream(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
	return bytes.pipeThrough(new CompressionStream('gzip'));
}

function skipZeros(stream: ZStream): void {
	while (stream.avail_in > 0 && stream.input[stream.next_in] === 0) {
		stream.next_in++;
		stream.avail_in--;
	}
}

function corrupt(name: string, cause: string): ShrikeError {
	return new ShrikeError(
		'file.gzip-corrupt',
		`${name} is damaged or incomplete (${cause}). Download or compress it again, or use the unpacked file.`,
		{ cause }
	);
}
