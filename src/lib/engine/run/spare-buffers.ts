/** So many are kept: what comes back while all lanes are at work. */
const most = 6;
const pageBytes = 65_536;
/** Smaller ones are as soon made. */
const fewestBytes = 4 * pageBytes;
/** A buffer of more than so many times what is wanted is left for those who want more. */
const mostRoom = 4;

/**
 * Buffers that were written out, for the bytes to come. New memory has to be cleared by the system before it is filled, and
 * found by the garbage collector after it was used, which takes its time while a run fills hundreds of megabytes.
 */
export class SpareBuffers {
	private free: ArrayBuffer[] = [];

	/** Takes a buffer that nobody reads any more, where that is worth while. */
	give(buffer: ArrayBufferLike): void {
		if (this.free.length < most && buffer instanceof ArrayBuffer && buffer.byteLength >= fewestBytes) this.free.push(buffer);
	}

	/** A buffer of any content, of at least so many bytes. Those of its kind that have become too small are dropped. */
	take(bytes: number): ArrayBuffer {
		const ofItsKind = (buffer: ArrayBuffer): boolean =>
			buffer.byteLength <= mostRoom * bytes && mostRoom * buffer.byteLength >= bytes;
		const [found] = this.free.filter((buffer) => ofItsKind(buffer) && buffer.byteLength >= bytes).sort(bySize);
		this.free = this.free.filter((buffer) => buffer !== found && (!ofItsKind(buffer) || buffer.byteLength >= bytes));
		return found ?? new ArrayBuffer(Math.ceil((bytes * 1.02) / pageBytes) * pageBytes);
	}

	/** The largest and the smallest of them, for somebody else to fill. */
	handOver(): ArrayBuffer[] {
		this.free.sort(bySize);
		return [this.free.pop(), this.free.shift()].filter((buffer) => buffer !== undefined);
	}

	/** Lets go of all. */
	clear(): void {
		this.free = [];
	}
}

const bySize = (a: ArrayBuffer, b: ArrayBuffer): number => a.byteLength - b.byteLength;
