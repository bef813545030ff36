/** So many are kept: one for every lane, and some on their way. */
const most = 8;
const pageBytes = 65_536;

/**
 * Buffers that were written out, for the bytes to come. New memory has to be cleared by the system before it is filled, and
 * found by the garbage collector after it was used, which takes its time while a run fills hundreds of megabytes.
 */
export class SpareBuffers {
	private free: ArrayBuffer[] = [];

	/** Takes a buffer that nobody reads any more. */
	give(buffer: ArrayBuffer): void {
		if (this.free.length < most && buffer.byteLength > 0) this.free.push(buffer);
	}

	/** Bytes of any content, at least so many. Too small ones that lie around are dropped. */
	readonly take = (bytes: number): Uint8Array<ArrayBuffer> => {
		const fitting = this.free.findIndex(({ byteLength }) => byteLength >= bytes);
		if (fitting >= 0) return new Uint8Array(this.free.splice(fitting, 1)[0]);
		this.free.pop();
		return new Uint8Array(Math.ceil((bytes * 1.02) / pageBytes) * pageBytes);
	};

	/** One of them, for somebody else to fill; null where there is none. */
	handOver(): ArrayBuffer | null {
		return this.free.pop() ?? null;
	}
}
