import { withRoom } from './room';

/**
 * Largest (or smallest) values of every key's newest events: the events with no larger one after them, oldest first, so
 * that the largest since any event is the first of them from it on. One list serves windows of any length. A key's list is
 * a ring of its own that grows by doubling.
 */
export class BestOf {
	private base = new Int32Array(0);
	private mask = new Int32Array(0);
	private front = new Int32Array(0);
	private back = new Int32Array(0);
	private events = new Int32Array(0);
	private values = new Float64Array(0);
	private top = 0;

	/** @param sign 1 for the largest, -1 for the smallest */
	constructor(private readonly sign: 1 | -1) {}

	reserve(slots: number): void {
		this.base = withRoom(this.base, slots);
		this.mask = withRoom(this.mask, slots, -1);
		this.front = withRoom(this.front, slots);
		this.back = withRoom(this.back, slots);
	}

	/** Adds a value of the key's newest event. */
	add(slot: number, event: number, value: number): void {
		const signed = this.sign * value;
		const front = this.front[slot];
		let back = this.back[slot];
		while (back > front && this.values[this.at(slot, back - 1)] <= signed) back--;
		if (back - front > this.mask[slot]) {
			this.back[slot] = back;
			this.grow(slot);
		}
		const at = this.at(slot, back);
		this.events[at] = event;
		this.values[at] = signed;
		this.back[slot] = back + 1;
	}

	/** Forgets events before `start`. */
	drop(slot: number, start: number): void {
		let front = this.front[slot];
		const back = this.back[slot];
		while (front < back && this.events[this.at(slot, front)] < start) front++;
		this.front[slot] = front;
	}

	/** The best value of the events from `start` on; NaN where there is none. */
	since(slot: number, start: number): number {
		let low = this.front[slot];
		const back = this.back[slot];
		let high = back;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.events[this.at(slot, middle)] < start) low = middle + 1;
			else high = middle;
		}
		return low < back ? this.sign * this.values[this.at(slot, low)] : NaN;
	}

	clear(slot: number): void {
		this.front[slot] = 0;
		this.back[slot] = 0;
	}

	private at(slot: number, place: number): number {
		return this.base[slot] + (place & this.mask[slot]);
	}

	private grow(slot: number): void {
		const [oldBase, oldMask] = [this.base[slot], this.mask[slot]];
		const room = oldMask < 0 ? 2 : (oldMask + 1) * 2;
		const base = this.top;
		this.top += room;
		this.events = withRoom(this.events, this.top);
		this.values = withRoom(this.values, this.top);
		for (let place = this.front[slot]; place < this.back[slot]; place++) {
			const [from, to] = [oldBase + (place & oldMask), base + (place & (room - 1))];
			this.events[to] = this.events[from];
			this.values[to] = this.values[from];
		}
		this.base[slot] = base;
		this.mask[slot] = room - 1;
	}
}
