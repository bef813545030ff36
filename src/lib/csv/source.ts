import { ShrikeError } from '../core/errors';
import type { RangeSource } from './segment-reader';
import type { ByteSource, TableFacts } from './types';

/** A first slice that suffices to recognise the file, then slices large enough that reading is not what takes time. */
const FIRST_SLICE = 256 * 1024;
const SLICE = 2 * 1024 * 1024;
/** What browsers give at once at most. */
const PIECE = 256 * 1024;

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
	const room = new PieceRoom();
	return {
		size: blob.size - mark,
		read: async (from, to, take) => {
			let had = 0;
			try {
				for await (const piece of pieces(blob.slice(from + mark, to + mark), room)) {
					take(piece, had);
					had += piece.length;
				}
			} catch (error) {
				throw readFault(error, name);
			}
			if (had < to - from) throw readFault(new DOMException('There are fewer bytes than there were.', 'NotReadableError'), name);
		}
	};
}

/** The buffer that pieces are read into, one after the other; while one is read, the stream has it. */
class PieceRoom {
	private buffer = new ArrayBuffer(0);

	take(): Uint8Array<ArrayBuffer> {
		if (this.buffer.byteLength === 0) this.buffer = new ArrayBuffer(PIECE);
		return new Uint8Array(this.buffer);
	}

	giveBack({ buffer }: Uint8Array<ArrayBuffer>): void {
		this.buffer = buffer;
	}
}

/**
 * Readers that wait for bytes. Chromium 156 lets the garbage collector take a Blob's stream that only its own pending read
 * refers to, and the read never ends; a reference from here keeps it.
 */
const waiting = new Set<ReadableStreamBYOBReader>();

/**
 * All bytes of a Blob through one small buffer, where the browser can: new memory for every segment would be cleared by the
 * system, copied once more and left to the garbage collector. Elsewhere in one piece.
 */
async function* pieces(blob: Blob, room: PieceRoom): AsyncGenerator<Uint8Array> {
	const reader = byobReader(blob);
	if (reader === null) {
		yield new Uint8Array(await blob.arrayBuffer());
		return;
	}
	waiting.add(reader);
	let had = 0;
	try {
		for (;;) {
			const read = await reader.read(room.take()).catch(() => null);
			if (read === null) {
				// A stream only says that it failed; the Blob says why, or reads on.
				yield new Uint8Array(await blob.slice(had).arrayBuffer());
				return;
			}
			if (read.value) room.giveBack(read.value);
			if (read.done) return;
			had += read.value.length;
			yield read.value;
		}
	} finally {
		waiting.delete(reader);
		reader.releaseLock();
	}
}

/** Null where streams of Blobs cannot read into a buffer of ours. */
function byobReader(blob: Blob): ReadableStreamBYOBReader | null {
	try {
		return blob.stream().getReader({ mode: 'byob' });
	} catch {
		return null;
	}
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
