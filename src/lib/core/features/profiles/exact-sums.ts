import { withRoom } from './room';

/** Veltkamp's constant for splitting a double into two halves of 26 bits. */
const split = 2 ** 27 + 1;

/** Rows whose values come, in their order, and what goes before them; `[rows]` each. */
export interface SummedRows {
	readonly slots: Int32Array;
	/** 0 where a row adds nothing. */
	readonly adds: Uint8Array;
	readonly values: Float64Array;
	/**
	 * What leaves before a row is looked at: of the slot's values those numbered `from` to before `to`, by `ring` and
	 * `places`. Where nothing ever leaves, `from` and `to` are one array, whichever.
	 */
	readonly from: Int32Array;
	readonly to: Int32Array;
	readonly ring: Float64Array;
	/** See `EventRings.places`. */
	readonly places: Int32Array;
}

/** Columns to be filled, `[rows]`, with the sums as they are before a row's value comes or after it. */
export interface SumColumns {
	readonly count: Float64Array | null;
	readonly sum: Float64Array | null;
	/** Of no values it says nothing. */
	readonly deviation: Float64Array | null;
}

/**
 * Sums of values that come and go, many side by side. Each is kept as a double and what rounding took from it (Neumaier
 * 1974, with Knuth's branch-free two-sum), so that a value taken away leaves nothing behind: errors stay below a few units
 * in the last place, whatever went through. Squares are kept likewise, with the product's own rounding (Dekker 1971).
 */
export class ExactSums {
	/** `[sums × cells]`: how many values; high and low part of their sum; if asked for, of the sum of their squares. */
	private all = new Float64Array(0);
	readonly cells: 3 | 5;

	/** @param squares whether {@link deviation} will be asked for */
	constructor(private readonly squares: boolean) {
		this.cells = squares ? 5 : 3;
	}

	reserve(sums: number): void {
		this.all = withRoom(this.all, sums * this.cells);
	}

	/** `x` must be finite. */
	add(sum: number, x: number): void {
		const { all } = this;
		const at = sum * this.cells;
		all[at] += 1;
		put(all, at + 1, x);
		if (this.squares) putSquare(all, at + 3, x, 1);
	}

	/** Takes away what was added. */
	remove(sum: number, x: number): void {
		const { all } = this;
		const at = sum * this.cells;
		if (all[at] === 1) {
			this.clear(sum);
			return;
		}
		all[at] -= 1;
		put(all, at + 1, -x);
		if (this.squares) putSquare(all, at + 3, x, -1);
	}

	/** Lets rows pass, and what they displace leave; what is not finite counts nothing. Slot 0 forgets its row at once. */
	slide(rows: SummedRows, before: SumColumns | null, after: SumColumns | null): void {
		if (this.squares) this.slideSquares(rows, before, after);
		else this.slidePlain(rows, before, after);
	}

	private slideSquares(rows: SummedRows, before: SumColumns | null, after: SumColumns | null): void {
		const { slots, adds, values, from, to, ring, places } = rows;
		for (let row = 0; row < slots.length; row++) {
			const slot = slots[row];
			for (let event = from[row]; event < to[row]; event++) {
				const x = ring[places[4 * slot] + (event & places[4 * slot + 1])];
				if (x - x === 0) this.remove(slot, x);
			}
			if (before !== null) this.show(slot, row, before);
			const x = values[row];
			// Neither NaN nor infinite.
			if (adds[row] !== 0 && x - x === 0) this.add(slot, x);
			if (after !== null) this.show(slot, row, after);
			if (slot === 0) this.clear(0);
		}
	}

	/** The same as with squares, of which there are none: the sum stays in variables while a row is at work. */
	private slidePlain(rows: SummedRows, before: SumColumns | null, after: SumColumns | null): void {
		const { slots, adds, values, from, to, ring, places } = rows;
		const { all } = this;
		const [countBefore, sumBefore] = [before?.count ?? null, before?.sum ?? null];
		const [countAfter, sumAfter] = [after?.count ?? null, after?.sum ?? null];
		for (let row = 0; row < slots.length; row++) {
			const slot = slots[row];
			const at = 3 * slot;
			let count = all[at];
			let high = all[at + 1];
			let low = all[at + 2];
			for (let event = from[row]; event < to[row]; event++) {
				const x = ring[places[4 * slot] + (event & places[4 * slot + 1])];
				if (x - x !== 0) continue;
				if (count === 1) count = high = low = 0;
				else {
					count--;
					const next = high - x;
					const taken = next - high;
					low += high - (next - taken) + (-x - taken);
					high = next;
				}
			}
			if (countBefore !== null) countBefore[row] = count;
			if (sumBefore !== null) sumBefore[row] = high + low;
			const x = values[row];
			// Neither NaN nor infinite.
			if (adds[row] !== 0 && x - x === 0) {
				count++;
				const next = high + x;
				const taken = next - high;
				low += high - (next - taken) + (x - taken);
				high = next;
			}
			if (countAfter !== null) countAfter[row] = count;
			if (sumAfter !== null) sumAfter[row] = high + low;
			if (slot === 0) count = high = low = 0;
			all[at] = count;
			all[at + 1] = high;
			all[at + 2] = low;
		}
	}

	private show(sum: number, row: number, { count, sum: total, deviation }: SumColumns): void {
		if (count !== null) count[row] = this.count(sum);
		if (total !== null) total[row] = this.sum(sum);
		if (deviation !== null) deviation[row] = this.deviation(sum);
	}

	clear(sum: number): void {
		for (let at = sum * this.cells, end = at + this.cells; at < end; at++) this.all[at] = 0;
	}

	/** How many values there are. */
	count(sum: number): number {
		return this.all[sum * this.cells];
	}

	sum(sum: number): number {
		const at = sum * this.cells;
		return this.all[at + 1] + this.all[at + 2];
	}

	/** √(Σx² / n − (Σx / n)²), with the difference taken in twice the precision. */
	deviation(sum: number): number {
		const { all } = this;
		const at = sum * this.cells;
		const n = all[at];
		const whole = all[at + 1] + all[at + 2];
		const rest = all[at + 2] - (whole - all[at + 1]);
		const square = whole * whole;
		const squareRest = productError(whole, whole, square) + 2 * whole * rest;
		const total = n * all[at + 3];
		const totalRest = productError(n, all[at + 3], total) + n * all[at + 4];
		return Math.sqrt(Math.max(0, total - square + (totalRest - squareRest))) / n;
	}

	/** Copies a sum's numbers, to be saved, to `into` from `at` on; {@link restore} takes them back. */
	save(sum: number, into: Float64Array, at: number): void {
		const { all, cells } = this;
		for (let cell = 0; cell < cells; cell++) into[at + cell] = all[sum * cells + cell];
	}

	restore(sum: number, from: Float64Array, at: number): void {
		const { all, cells } = this;
		for (let cell = 0; cell < cells; cell++) all[sum * cells + cell] = from[at + cell];
	}
}

/** Adds to a sum whose parts are at `at` and after it. */
function put(all: Float64Array, at: number, x: number): void {
	const sum = all[at];
	const next = sum + x;
	const taken = next - sum;
	all[at] = next;
	all[at + 1] += sum - (next - taken) + (x - taken);
}

function putSquare(all: Float64Array, at: number, x: number, sign: 1 | -1): void {
	const square = x * x;
	put(all, at, sign * square);
	all[at + 1] += sign * productError(x, x, square);
}

/** What rounding took from `a * b = product`. */
function productError(a: number, b: number, product: number): number {
	const aHigh = split * a - (split * a - a);
	const bHigh = split * b - (split * b - b);
	const aLow = a - aHigh;
	const bLow = b - bHigh;
	return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}
