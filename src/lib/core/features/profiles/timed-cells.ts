import { withRoom } from './room';

/**
 * A time and two whole numbers a key, side by side so that one access to memory brings all: of key k the time is
 * `times[2 k]`, the numbers are `ints[4 k + 2]` and `ints[4 k + 3]`.
 */
export class TimedCells {
	times = new Float64Array(0);
	ints = new Int32Array(0);

	/** New keys have the time Infinity and two zeros. */
	reserve(slots: number): void {
		const known = this.times.length;
		if (known >= 2 * slots) return;
		this.times = withRoom(this.times, 2 * slots);
		this.ints = new Int32Array(this.times.buffer);
		for (let at = known; at < this.times.length; at += 2) this.times[at] = Infinity;
	}
}
