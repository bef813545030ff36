import { ShrikeError } from '../core/errors';
import { crc32 } from '../kernels/gzip-crc32';
import { Inflater, InflateError } from '../kernels/gzip-inflate';

/** A longer member header (its comment, say) is taken for damage. */
const MAX_HEADER = 1 << 20;

/**
 * The content of all members of a gzip file (RFC 1952), checksums verified, in pieces of at most 130 kB or so: memory
 * does not depend on how far the file inflates. Zero bytes after a member (tape padding) are skipped. Throws
 * `file.gzip-corrupt` for a file that is damaged or cut off; what was decoded until then has been given out.
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
	const input = new Input(chunks[Symbol.asyncIterator]());
	try {
		for (let members = 0; ; members++) {
			while ((input.bytes.length > 0 || (await input.more())) && members > 0 && input.bytes[0] === 0) skipZeros(input);
			if (input.bytes.length === 0 && members > 0) return;
			yield* member(input);
		}
	} catch (error) {
		if (!(error instanceof InflateError)) throw error;
		throw new ShrikeError(
			'file.gzip-corrupt',
			`${name} is damaged or incomplete (${error.message}). Download or compress it again, or use the unpacked file.`,
			{ cause: error.message },
			{ cause: error }
		);
	} finally {
		await input.close();
	}
}

/** Compresses a stream as gzip, with what the platform has. */
export function gzipStream(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
	return bytes.pipeThrough(new CompressionStream('gzip'));
}

/** What was read but not yet used. */
class Input {
	bytes: Uint8Array = new Uint8Array(0);

	constructor(private readonly chunks: AsyncIterator<Uint8Array>) {}

	/** Adds the next chunk; false at the end of the file. */
	async more(): Promise<boolean> {
		const { value, done } = await this.chunks.next();
		if (done) return false;
		if (this.bytes.length === 0) this.bytes = value;
		else {
			const both = new Uint8Array(this.bytes.length + value.length);
			both.set(this.bytes);
			both.set(value, this.bytes.length);
			this.bytes = both;
		}
		return true;
	}

	skip(count: number): void {
		this.bytes = this.bytes.subarray(count);
	}

	async close(): Promise<void> {
		await this.chunks.return?.();
	}
}

function skipZeros(input: Input): void {
	let zeros = 0;
	while (input.bytes[zeros] === 0) zeros++;
	input.skip(zeros);
}

async function* member(input: Input): AsyncGenerator<Uint8Array> {
	for (let length = headerLength(input.bytes); ; length = headerLength(input.bytes)) {
		if (length !== null) {
			input.skip(length);
			break;
		}
		if (input.bytes.length > MAX_HEADER) throw new InflateError('header too long');
		if (!(await input.more())) throw new InflateError('cut off in a header');
	}
	const inflater = new Inflater();
	let checksum = 0;
	let size = 0;
	for (;;) {
		inflater.push(input.bytes);
		input.skip(input.bytes.length);
		let state = inflater.run();
		for (; ; state = inflater.run()) {
			const piece = inflater.take();
			checksum = crc32(piece, checksum);
			size = (size + piece.length) >>> 0;
			if (piece.length > 0) yield piece;
			if (state !== 'full') break;
		}
		if (state === 'done') break;
		if (!(await input.more())) throw new InflateError('cut off');
	}
	input.bytes = inflater.rest();
	while (input.bytes.length < 8) if (!(await input.more())) throw new InflateError('cut off in a checksum');
	if (word(input.bytes, 0) !== checksum || word(input.bytes, 4) !== size) throw new InflateError('wrong checksum');
	input.skip(8);
}

function word(bytes: Uint8Array, at: number): number {
	const byte = (i: number): number => bytes[at + i] ?? 0;
	return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
}

/** Length of the member header that `bytes` begin with, null when it is not all there. Throws for anything else. */
function headerLength(bytes: Uint8Array): number | null {
	const [id1, id2, method = 8, flags = 0] = bytes;
	if ((id1 ?? 0x1f) !== 0x1f || (id2 ?? 0x8b) !== 0x8b || method !== 8 || flags & 0xe0) {
		throw new InflateError('something else follows the compressed data');
	}
	let at = 10;
	if (flags & 4) at += 2 + ((bytes[10] ?? 0) | ((bytes[11] ?? 0) << 8));
	for (const text of [8, 16]) {
		if (!(flags & text)) continue;
		const end = bytes.indexOf(0, at);
		if (at > bytes.length || end < 0) return null;
		at = end + 1;
	}
	if (flags & 2) at += 2;
	return at <= bytes.length ? at : null;
}
