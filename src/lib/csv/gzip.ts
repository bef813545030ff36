import { Gunzip } from 'fflate';
import { ShrikeError } from '../core/errors';

const SLICE = 16 * 1024;

/** Gzip members as one stream of their content. Throws `file.gzip-corrupt`. */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
	const ready: Uint8Array[] = [];
	const inflater = new Gunzip((data) => ready.push(data));
	try {
		for await (const chunk of chunks) {
			for (let at = 0; at < chunk.length; at += SLICE) {
				inflater.push(chunk.subarray(at, at + SLICE));
				yield* ready.splice(0);
			}
		}
		inflater.push(new Uint8Array(0), true);
		yield* ready.splice(0);
	} catch (error) {
		throw new ShrikeError('file.gzip-corrupt', `${name} is damaged.`, {}, { cause: error });
	}
}

/** Compresses a stream as gzip. */
export function gzipStream(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
	return bytes.pipeThrough(new CompressionStream('gzip'));
}
