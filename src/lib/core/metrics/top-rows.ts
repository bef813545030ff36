/** One of the rows of highest margin. */
export interface TopRow {
	readonly margin: number;
	readonly row: number;
}

/**
 * Keeps the `k` rows of highest margin of a stream in O(k) memory; of equal margins the lower row number wins, so the
 * result does not depend on the order of arrival. Row numbers are integers below 2⁵³.
 */
export class TopRows {
	readonly #margins: Float64Array;
	readonly #rows: Float64Array;
	#size = 0;

	/** Throws RangeError unless `k` is a non-negative integer. */
	constructor(readonly k: number) {
		if (!Number.isSafeInteger(k) || k < 0) throw new RangeError(`Cannot keep the top ${k} rows.`);
		// A binary heap whose root is the worst row kept.
		this.#margins = new Float64Array(k);
		this.#rows = new Float64Array(k);
	}

	/** Margin a further row needs at least: -Infinity until `k` rows are kept; Infinity where k is 0. */
	get cutoff(): number {
		if (this.k === 0) return Infinity;
		return this.#size < this.k ? -Infinity : this.#margins[0];
	}

	/** True when the row entered (and perhaps pushed another out). A NaN margin (a rejected row) never does. */
	offer(margin: number, row: number): boolean {
		if (Number.isNaN(margin) || this.k === 0) return false;
		if (this.#size < this.k) {
			this.#rise(this.#size++, margin, row);
			return true;
		}
		if (!isBetter(margin, row, this.#margins[0], this.#rows[0])) return false;
		this.#sink(margin, row);
		return true;
	}

	/** The rows kept, best first. */
	rows(): TopRow[] {
		const kept = Array.from({ length: this.#size }, (_, i) => ({ margin: this.#margins[i], row: this.#rows[i] }));
		return kept.sort((a, b) => (isBetter(a.margin, a.row, b.margin, b.row) ? -1 : 1));
	}

	#rise(place: number, margin: number, row: number): void {
		while (place > 0) {
			const parent = (place - 1) >> 1;
			if (!isBetter(this.#margins[parent], this.#rows[parent], margin, row)) break;
			this.#move(parent, place);
			place = parent;
		}
		this.#margins[place] = margin;
		this.#rows[place] = row;
	}

	#sink(margin: number, row: number): void {
		let place = 0;
		for (;;) {
			let child = 2 * place + 1;
			if (child >= this.#size) break;
			const right = child + 1;
			if (right < this.#size && this.#isBetterAt(child, right)) child = right;
			if (!isBetter(margin, row, this.#margins[child], this.#rows[child])) break;
			this.#move(child, place);
			place = child;
		}
		this.#margins[place] = margin;
		this.#rows[place] = row;
	}

	#isBetterAt(a: number, b: number): boolean {
		return isBetter(this.#margins[a], this.#rows[a], this.#margins[b], this.#rows[b]);
	}

	#move(from: number, to: number): void {
		this.#margins[to] = this.#margins[from];
		this.#rows[to] = this.#rows[from];
	}
}

function isBetter(marginA: number, rowA: number, marginB: number, rowB: number): boolean {
	return marginA > marginB || (marginA === marginB && rowA < rowB);
}
