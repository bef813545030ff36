import { withRoom } from './room';

/** Veltkamp's constant for splitting a double into two halves of 26 bits. */
const split = 2 ** 27 + 1;

/**
 * Sums of values that come and go, many side by side. Each is kept as a double and what rounding took from it (Neumaier
 * 1974, with Knuth's branch-free two-sum), so that a value taken away leaves nothing behind: errors stay below a few units
 * in the last place, whatever went through. Squares are kept likewise, with the product's own rounding (Dekker 1971).
 */
export class ExactSums {
	private n = new Int32Array(0);
	private high = new Float64Array(0);
	private low = new Float64Array(0);
	private squareHigh = new Float64Array(0);
	private squareLow = new Float64Array(0);

	/** @param squares whether {@link deviation} will be asked for */
	constructor(private readonly squares: boolean) {}

	reserve(sums: number): void {
		this.n = withRoom(this.n, sums);
		this.high = withRoom(this.high, sums);
		this.low = withRoom(this.low, sums);
		if (!this.squares) return;
		this.squareHigh = withRoom(this.squareHigh, sums);
		this.squareLow = withRoom(this.squareLow, sums);
	}

	/** `x` must be finite. */
	add(at: number, x: number): void {
		this.n[at]++;
		this.put(at, x);
		if (this.squares) this.putSquare(at, x, 1);
	}

	/** Takes away what was added. */
	remove(at: number, x: number): void {
		if (--this.n[at] === 0) {
			this.clear(at);
			return;
		}
		this.put(at, -x);
		if (this.squares) this.putSquare(at, x, -1);
	}

	clear(at: number): void {
		this.n[at] = 0;
		this.high[at] = 0;
		this.low[at] = 0;
		if (!this.squares) return;
		this.squareHigh[at] = 0;
		this.squareLow[at] = 0;
	}

	/** How many values there are. */
	count(at: number): number {
		return this.n[at];
	}

	sum(at: number): number {
		return this.high[at] + this.low[at];
	}

	mean(at: number): number {
		return (this.high[at] + this.low[at]) / this.n[at];
	}

	/** √(Σx² / n − (Σx / n)²), with the difference taken in twice the precision. */
	deviation(at: number): number {
		const n = this.n[at];
		const sum = this.high[at] + this.low[at];
		const sumRest = this.low[at] - (sum - this.high[at]);
		const square = sum * sum;
		const squareRest = productError(sum, sum, square) + 2 * sum * sumRest;
		const total = n * this.squareHigh[at];
		const totalRest = productError(n, this.squareHigh[at], total) + n * this.squareLow[at];
		return Math.sqrt(Math.max(0, total - square + (totalRest - squareRest))) / n;
	}

	/** The numbers of the first `sums` sums, to be saved; `restore` takes them back. */
	saved(sums: number): { n: Int32Array; parts: Float64Array[] } {
		const parts = this.squares ? [this.high, this.low, this.squareHigh, this.squareLow] : [this.high, this.low];
		return { n: this.n.subarray(0, sums), parts: parts.map((part) => part.subarray(0, sums)) };
	}

	/** How many arrays of parts {@link saved} has. */
	get parts(): number {
		return this.squares ? 4 : 2;
	}

	restore(n: Int32Array, parts: readonly Float64Array[]): void {
		this.reserve(n.length);
		this.n.set(n);
		this.high.set(parts[0]);
		this.low.set(parts[1]);
		if (!this.squares) return;
		this.squareHigh.set(parts[2]);
		this.squareLow.set(parts[3]);
	}

	private put(at: number, x: number): void {
		const sum = this.high[at];
		const next = sum + x;
		const taken = next - sum;
		this.high[at] = next;
		this.low[at] += sum - (next - taken) + (x - taken);
	}

	private putSquare(at: number, x: number, sign: number): void {
		const square = x * x;
		const sum = this.squareHigh[at];
		const next = sum + sign * square;
		const taken = next - sum;
		this.squareHigh[at] = next;
		this.squareLow[at] += sum - (next - taken) + (sign * square - taken) + sign * productError(x, x, square);
	}
}

/** What rounding took from `a * b = product`. */
function productError(a: number, b: number, product: number): number {
	const aHigh = split * a - (split * a - a);
	const bHigh = split * b - (split * b - b);
	const [aLow, bLow] = [a - aHigh, b - bHigh];
	return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}
