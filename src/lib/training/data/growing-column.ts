const firstRows = 8192;

/** Numbers of which it is not known how many there will be. */
export class GrowingColumn {
	#values = new Float64Array(firstRows);
	#length = 0;

	push(value: number): void {
		if (this.#length === this.#values.length) {
			const grown = new Float64Array(this.#length * 2);
			grown.set(this.#values);
			this.#values = grown;
		}
		this.#values[this.#length++] = value;
	}

	/** What was pushed; a copy without spare room. */
	values(): Float64Array<ArrayBuffer> {
		return this.#values.slice(0, this.#length);
	}
}
