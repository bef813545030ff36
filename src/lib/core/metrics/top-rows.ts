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
	private readonly margins: Float64Array<ArrayBuffer>;
	private readonly numbers: Float64Array<ArrayBuffer>;
	private size = 0;

	/** Throws RangeError unless `k` is a non-negative integer. */
	constructor(readonly k: number) {
		if (!Number.isSafeInteger(k) || k < 0) throw new RangeError(`Cannot keep the top ${k} rows.`);
		// A binary heap whose root is the worst row kept.
		this.margins = new Float64Array(k);
		this.numbers = new Float64Array(k);
	}

	/** Margin a further row needs at least: -Infinity until `k` rows are kept; Infinity where k is 0. */
	get cutoff(): number {
		if (this.k === 0) return Infinity;
		return this.size < this.k ? -Infinity : this.margins[0];
	}

	/** True when the row entered (and perhaps pushed another out). A NaN margin (a rejected row) never does. */
	offer(margin: number, row: number): boolean {
		if (Number.isNaN(margin) || this.k === 0) return false;
		if (this.size < this.k) {
			this.rise(this.size++, margin, row);
			return true;
		}
		if (!isBetter(margin, row, this.margins[0], this.numbers[0])) return false;
		this.sink(margin, row);
		return true;
	}

	/** Offers the rows `firstRow`, `firstRow + 1`, … ; true when one entered. What is below the cutoff costs one comparison. */
	offerAll(margins: ArrayLike<number>, firstRow: number): boolean {
		let entered = false;
		let cutoff = this.cutoff;
		for (let i = 0; i < margins.length; i++) {
			if (!(margins[i] >= cutoff) || !this.offer(margins[i], firstRow + i)) continue;
			entered = true;
			cutoff = this.cutoff;
		}
		return entered;
	}

	/** Numbers of the rows kept that are `firstRow` or later, ascending. */
	rowsFrom(firstRow: number): Float64Array<ArrayBuffer> {
		return this.numbers.slice(0, this.size).filter((row) => row >= firstRow).sort();
	}

	/** The rows kept, best first. */
	rows(): TopRow[] {
		const kept = Array.from({ length: this.size }, (_, i) => ({ margin: this.margins[i], row: this.numbers[i] }));
		return kept.sort((a, b) => (isBetter(a.margin, a.row, b.margin, b.row) ? -1 : 1));
	}

	private rise(from: number, margin: number, row: number): void {
		const { margins, numbers } = this;
		let place = from;
		while (place > 0) {
			const parent = (place - 1) >> 1;
			if (!isBetter(margins[parent], numbers[parent], margin, row)) break;
			margins[place] = margins[parent];
			numbers[place] = numbers[parent];
			place = parent;
		}
		margins[place] = margin;
		numbers[place] = row;
	}

	private sink(margin: number, row: number): void {
		const { margins, numbers, size } = this;
		let place = 0;
		for (;;) {
			let child = 2 * place + 1;
			if (child >= size) break;
			const right = child + 1;
			if (right < size && isBetter(margins[child], numbers[child], margins[right], numbers[right])) child = right;
			if (!isBetter(margin, row, margins[child], numbers[child])) break;
			margins[place] = margins[child];
			numbers[place] = numbers[child];
			place = child;
		}
		margins[place] = margin;
		numbers[place] = row;
	}
}

/**
 * Which rows of a block can be among the `count` highest of the whole: 0-based, ascending, at most `count`. Of equal
 * margins the earlier row wins.
 *
 * @param floor margin that a row must exceed because `count` rows before the block have it or more; one of any earlier
 * moment gives more candidates, never fewer. -Infinity where there were not as many
 */
export function candidateRows(margins: Float32Array, count: number, floor: number): Uint32Array<ArrayBuffer> {
	const top = new TopRows(count);
	let cutoff = top.cutoff;
	for (let i = 0; i < margins.length; i++) {
		const margin = margins[i];
		// Rows come in order, so that one that equals the worst kept is not better; an empty place takes any but NaN.
		if (!(margin > cutoff || cutoff === -Infinity) || !(margin > floor || floor === -Infinity)) continue;
		if (top.offer(margin, i)) cutoff = top.cutoff;
	}
	return Uint32Array.from(top.rowsFrom(0));
}

function isBetter(marginA: number, rowA: number, marginB: number, rowB: number): boolean {
	return marginA > marginB || (marginA === marginB && rowA < rowB);
}
