import { withRoom } from './room';

/** Veltkamp's constant for splitting a double into two halves of 26 bits. */
const split = 2 ** 27 + 1;

/**
 * Sums of values that come and go, many side by side. Each is kept as a double and what rounding took from it (Neumaier
 * 1974, with Knuth's branch-free two-sum), so that a value taken away leaves nothing behind: errors stay below a few units
 * in the last place, whatever went through. Squares are kept likewise, with the product's own rounding (Dekker 1971).
 */
export class ExactSums {
	/** `[sums × cells]`: how many values; high and low part of their sum; if asked for, of the sum of their squares. */
	private all = new Float64Array(0);
	private readonly cells: number;

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

	mean(sum: number): number {
		return this.sum(sum) / this.count(sum);
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

	/** The numbers of sums from `first` to before `end`, to be saved; `restore` takes them back. */
	saved(first: number, end: number): Float64Array {
		return this.all.subarray(first * this.cells, end * this.cells);
	}

	/** How many numbers {@link saved} gives for so many sums. */
	savedLength(sums: number): number {
		return sums * this.cells;
	}

	restore(first: number, saved: Float64Array): void {
		this.all.set(saved, first * this.cells);
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
	const [aLow, bLow] = [a - aHigh, b - bHigh];
	return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}
