import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import process from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { CommandIo } from './command';

type Chunk = string | Uint8Array;

/**
 * Writes chunks to a file, or to standard output for `-`, with back-pressure; a name that ends in `.gz` is compressed.
 * The file appears under its name only when it is whole: a failure or Ctrl-C leaves what was there before. A device or a
 * pipe is written to as it is, since a file must never take its place.
 */
export async function writeOutput(path: string, chunks: Iterable<Chunk> | AsyncIterable<Chunk>, io: CommandIo): Promise<void> {
	if (path === '-') {
		for await (const chunk of chunks) {
			io.signal.throwIfAborted();
			await io.out(chunk);
		}
		return;
	}
	const partial = (await isSpecial(path)) ? path : `${path}.${process.pid}.partial`;
	const source = Readable.from(chunks);
	const target = createWriteStream(partial);
	try {
		if (path.endsWith('.gz')) await pipeline(source, createGzip(), target, { signal: io.signal });
		else await pipeline(source, target, { signal: io.signal });
		if (partial !== path) await rename(partial, path);
	} catch (error) {
		if (partial !== path) await rm(partial, { force: true });
		throw error;
	}
}

async function isSpecial(path: string): Promise<boolean> {
	const there = await stat(path).catch(() => null);
	return there !== null && !there.isFile() && !there.isDirectory();
}
