/** A growing run of bytes; kept by its owner and emptied between uses. */
export class ByteSink {
	length = 0;
	private bytes: Uint8Array<ArrayBuffer>;

	constructor(capacity = 1 << 16) {
		this.bytes = new Uint8Array(capacity);
	}

	byte(value: number): void {
		if (this.length === this.bytes.length) this.reserve(1);
		this.bytes[this.length++] = value;
	}

	/** `from[start … end - 1]`. */
	copy(from: Uint8Array, start: number, end: number): void {
		const count = end - start;
		this.reserve(count);
		const { bytes } = this;
		// A short run costs less by hand than a view and a call.
		if (count < 24) for (let i = start, at = this.length; i < end; i++, at++) bytes[at] = from[i] ?? 0;
		else bytes.set(from.subarray(start, end), this.length);
		this.length += count;
	}

	/** Text of ASCII characters only. */
	ascii(text: string): void {
		this.reserve(text.length);
		for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i);
	}

	/** What was collected, as bytes of its own; the sink is empty afterwards. */
	take(): Uint8Array<ArrayBuffer> {
		const taken = this.bytes.slice(0, this.length);
		this.length = 0;
		return taken;
	}

	private reserve(count: number): void {
		const needed = this.length + count;
		if (needed <= this.bytes.length) return;
		const bigger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
		bigger.set(this.bytes.subarray(0, this.length));
		this.bytes = bigger;
	}
}
