import { ShrikeError } from '../core/errors';
import type { RangeSource } from './segment-reader';
import type { ByteSource, TableFacts } from './types';

/** A first slice that suffices to recognise the file, then slices large enough that reading is not what takes time. */
const FIRST_SLICE = 256 * 1024;
const SLICE = 2 * 1024 * 1024;

/**
 * A File or Blob as a source. One slice is read ahead while the consumer works on the one before. Throws `file.changed`
 * when the file was deleted or changed after it was chosen, `file.unreadable` for other faults of reading.
 */
export function blobSource(blob: Blob, name: string): ByteSource {
	return {
		name,
		size: blob.size,
		open: (signal) => slices(blob, name, 0, signal),
		openAt: (offset, signal) => slices(blob, name, offset, signal)
	};
}

/** The bytes of a plain UTF-8 table in a File or Blob, from after its byte order mark. Throws what {@link blobSource} throws. */
export function blobRange(blob: Blob, name: string, { byteOrderMark }: Pick<TableFacts, 'byteOrderMark'>): RangeSource {
	const mark = byteOrderMark ? 3 : 0;
	return {
		size: blob.size - mark,
		read: async (from, to) => {
			try {
				return new Uint8Array(await blob.slice(from + mark, to + mark).arrayBuffer());
			} catch (error) {
				throw readFault(error, name);
			}
		}
	};
}

async function* slices(
	blob: Blob,
	name: string,
	start: number,
	signal: AbortSignal | undefined
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	let at = start;
	const read = (length: number): Promise<Uint8Array<ArrayBuffer>> => {
		const slice = blob.slice(at, at + length);
		at += length;
		const bytes = slice.arrayBuffer().then((buffer) => new Uint8Array(buffer));
		// A read ahead that nobody awaits any more must not be reported as unhandled.
		bytes.catch(() => undefined);
		return bytes;
	};
	let ahead = at < blob.size ? read(FIRST_SLICE) : null;
	while (ahead) {
		signal?.throwIfAborted();
		let chunk: Uint8Array<ArrayBuffer>;
		try {
			chunk = await ahead;
		} catch (error) {
			throw readFault(error, name);
		}
		ahead = at < blob.size ? read(SLICE) : null;
		yield chunk;
	}
}

/** What a failed read of a chosen file means, in words. */
function readFault(error: unknown, name: string): ShrikeError {
	const kind = error instanceof Error ? error.name : '';
	// Chromium reports a changed file as NotReadableError, a deleted one as NotFoundError.
	if (kind === 'NotFoundError' || kind === 'NotReadableError') {
		const message = `${name} was changed, moved or deleted after it was chosen. Choose it again.`;
		return new ShrikeError('file.changed', message, { cause: kind }, { cause: error });
	}
	const message = `${name} could not be read (${kind || 'unknown fault'}). Check that the disk is there, and choose it again.`;
	return new ShrikeError('file.unreadable', message, { cause: kind }, { cause: error });
}
