/** Byte chunks of which the first can be looked at before they are consumed. */
export class PeekableBytes implements AsyncIterator<Uint8Array> {
	private readonly waiting: Uint8Array[] = [];
	private readonly chunks: AsyncIterator<Uint8Array>;
	private ended = false;

	constructor(chunks: AsyncIterable<Uint8Array>) {
		this.chunks = chunks[Symbol.asyncIterator]();
	}

	/**
	 * The first `count` bytes joined, fewer if there are no more; `whole` when these are all. Never more than `count`, so
	 * that what is concluded from them does not depend on how the source cuts its chunks.
	 */
	async peek(count: number): Promise<{ readonly bytes: Uint8Array; readonly whole: boolean }> {
		let length = this.waiting.reduce((sum, chunk) => sum + chunk.length, 0);
		while (length < count && !this.ended) {
			const { value, done } = await this.chunks.next();
			if (done) this.ended = true;
			else {
				this.waiting.push(value);
				length += value.length;
			}
		}
		const bytes = joined(this.waiting, length);
		this.waiting.splice(0, this.waiting.length, bytes);
		return { bytes: bytes.subarray(0, count), whole: this.ended && length <= count };
	}

	async next(): Promise<IteratorResult<Uint8Array, undefined>> {
		const first = this.waiting.shift();
		if (first) return { value: first, done: false };
		if (this.ended) return { value: undefined, done: true };
		const { value, done } = await this.chunks.next();
		if (!done) return { value, done: false };
		this.ended = true;
		return { value: undefined, done: true };
	}

	async return(): Promise<IteratorResult<Uint8Array, undefined>> {
		this.ended = true;
		this.waiting.length = 0;
		await this.chunks.return?.();
		return { value: undefined, done: true };
	}

	[Symbol.asyncIterator](): this {
		return this;
	}
}

/** The chunks one after the other; the chunk itself where there is only one. */
export function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
	const [only] = chunks;
	if (only && chunks.length === 1) return only;
	const all = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		all.set(chunk, at);
		at += chunk.length;
	}
	return all;
}
