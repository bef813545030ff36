import { constants, createWriteStream } from 'node:fs';
import { access, realpath, rename, rm, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { ShrikeError } from '../../src/lib/core/errors';
import type { CommandIo } from './command';

type Chunk = string | Uint8Array;

/**
 * Writes chunks to a file, or to standard output for `-`, with back-pressure; a name that ends in `.gz` is compressed.
 * The file appears under its name only when it is whole: a failure or Ctrl-C leaves what was there before. A file that is
 * replaced keeps its permissions, a link still points to it. A device or a pipe is written to as it is, since a file must
 * never take its place. Rejects with `file.unwritable`, with `engine.cancelled`, and with what `chunks` throws.
 */
export async function writeOutput(
	path: string,
	chunks: Iterable<Chunk> | AsyncIterable<Chunk>,
	io: CommandIo,
	{ mode }: { /** Permissions of a new file; those of the user's mask by default. */ readonly mode?: number } = {}
): Promise<void> {
	try {
		if (path === '-') await writeStdout(chunks, io);
		else await writeFile(path, chunks, io, mode);
	} catch (thrown) {
		if (io.signal.aborted) throw new ShrikeError('engine.cancelled', 'Cancelled. Nothing was left half-written.', {}, { cause: thrown });
		throw isSystemFault(thrown) ? unwritable(path, thrown.message, thrown) : thrown;
	}
}

/**
 * Tells early, before hours of work, that an output can never be written: rejects with `file.unwritable` for a folder
 * and for a name in a folder that is missing or closed to the user.
 */
export async function requireWritable(path: string): Promise<void> {
	if (path === '-') return;
	const there = await statOf(path);
	if (path === '' || there?.isDirectory()) throw unwritable(path, path === '' ? 'it has no name' : 'it is a folder');
	if (isSpecial(there)) return;
	await access(dirname(path), constants.W_OK).catch((cause: unknown) => {
		throw unwritable(path, cause instanceof Error ? cause.message : String(cause), cause);
	});
}

async function writeStdout(chunks: Iterable<Chunk> | AsyncIterable<Chunk>, io: CommandIo): Promise<void> {
	for await (const chunk of chunks) {
		io.signal.throwIfAborted();
		await io.out(chunk);
		// Writing to a redirected file never waits: without a pause Ctrl-C would not be heard.
		await setImmediate();
	}
}

async function writeFile(path: string, chunks: Iterable<Chunk> | AsyncIterable<Chunk>, io: CommandIo, mode?: number): Promise<void> {
	await requireWritable(path);
	const there = await statOf(path);
	const final = there ? await realpath(path) : path;
	const partial = isSpecial(there) ? path : `${final}.${process.pid}.partial`;
	const source = Readable.from(chunks);
	const target = createWriteStream(partial, { mode: there ? there.mode & 0o777 : mode });
	try {
		if (path.endsWith('.gz')) await pipeline(source, createGzip(), target, { signal: io.signal });
		else await pipeline(source, target, { signal: io.signal });
		if (partial !== path) await rename(partial, final);
	} catch (error) {
		if (partial !== path) await rm(partial, { force: true });
		throw error;
	}
}

async function statOf(path: string): Promise<Stats | null> {
	return stat(path).catch(() => null);
}

function isSpecial(there: Stats | null): boolean {
	return there !== null && !there.isFile() && !there.isDirectory();
}

function isSystemFault(thrown: unknown): thrown is Error {
	return thrown instanceof Error && 'syscall' in thrown;
}

function unwritable(path: string, why: string, cause?: unknown): ShrikeError {
	const name = path === '-' ? 'Standard output' : `“${path}”`;
	const message = `${name} cannot be written: ${why}. Check the folder, its permissions and the space left.`;
	return new ShrikeError('file.unwritable', message, { out: path }, { cause });
}
