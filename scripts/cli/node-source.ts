import { open, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import { ShrikeError } from '../../src/lib/core/errors';
import type { ByteSource } from '../../src/lib/csv/types';

const chunkBytes = 1 << 20;

/**
 * A file on disk. Rejects with `file.unreadable` when it cannot be read; reading rejects with `file.changed` when it is no
 * longer the file that it was at this call.
 */
export async function fileSource(path: string): Promise<ByteSource> {
	const name = basename(path);
	const chosen = await statOf(path);
	return {
		name,
		size: chosen.size,
		open: (signal) => chunks(path, name, chosen, 0, signal),
		openAt: (offset, signal) => chunks(path, name, chosen, offset, signal)
	};
}

async function statOf(path: string): Promise<Stats> {
	try {
		const stats = await stat(path);
		if (!stats.isDirectory()) return stats;
	} catch (cause) {
		throw unreadable(path, codeOf(cause) === 'ENOENT' ? 'there is no such file' : reasonOf(cause), cause);
	}
	throw unreadable(path, 'it is a folder');
}

async function* chunks(
	path: string,
	name: string,
	chosen: Stats,
	offset: number,
	signal?: AbortSignal
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const file = await open(path).catch((cause: unknown) => {
		throw codeOf(cause) === 'ENOENT' ? changed(name) : unreadable(name, reasonOf(cause), cause);
	});
	try {
		// A pipe has no size and cannot be read at a position.
		const seekable = chosen.isFile();
		for (let at = offset; ; ) {
			signal?.throwIfAborted();
			const buffer = new Uint8Array(chunkBytes);
			const { bytesRead } = await file.read(buffer, 0, chunkBytes, seekable ? at : null).catch((cause: unknown) => {
				throw unreadable(name, reasonOf(cause), cause);
			});
			if (seekable) {
				const now = await file.stat();
				if (now.mtimeMs !== chosen.mtimeMs || now.size !== chosen.size) throw changed(name);
			}
			if (bytesRead === 0) return;
			at += bytesRead;
			yield buffer.subarray(0, bytesRead);
		}
	} finally {
		await file.close();
	}
}

/** Standard input, which can be read once. */
export function stdinSource(): ByteSource {
	let opened = false;
	return {
		name: 'standard input',
		size: null,
		open: (signal) => {
			if (opened) throw unreadable('standard input', 'it can be read only once');
			opened = true;
			return stdinChunks(signal);
		}
	};
}

async function* stdinChunks(signal?: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	// An idle pipe gives nothing for hours: only its end lets go of it.
	const stop = () => process.stdin.destroy();
	signal?.addEventListener('abort', stop, { once: true });
	const stream: AsyncIterable<Uint8Array> = process.stdin;
	try {
		for await (const chunk of stream) {
			signal?.throwIfAborted();
			yield new Uint8Array(chunk);
		}
	} catch (cause) {
		signal?.throwIfAborted();
		throw unreadable('Standard input', reasonOf(cause), cause);
	} finally {
		signal?.removeEventListener('abort', stop);
	}
	signal?.throwIfAborted();
}

function changed(name: string): ShrikeError {
	return new ShrikeError('file.changed', `${name} was changed or removed while it was being read. Run the command again.`, { name });
}

function unreadable(name: string, why: string, cause?: unknown): ShrikeError {
	return new ShrikeError('file.unreadable', `${name || 'A file without a name'} cannot be read: ${why}. Check its path and permissions.`, { name }, { cause });
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
