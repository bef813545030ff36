import { withRoom } from './room';

/** Numbers of a list, side by side so that one access to memory brings all: where it begins, its room less one (-1 for none), first and next place. */
const cells = 4;
const [base, mask, front, back] = [0, 1, 2, 3];

/**
 * Largest (or smallest) values of every key's newest events: the events with no larger one after them, oldest first, so
 * that the largest since any event is the first of them from it on. One list serves windows of any length. A key's list is
 * a ring of its own that grows by doubling.
 */
export class BestOf {
	/** `[slots × cells]` */
	private lists = new Int32Array(0);
	private events = new Int32Array(0);
	private values = new Float64Array(0);
	private top = 0;

	/** @param sign 1 for the largest, -1 for the smallest */
	constructor(private readonly sign: 1 | -1) {}

	reserve(slots: number): void {
		const known = this.lists.length;
		this.lists = withRoom(this.lists, slots * cells);
		for (let at = known + mask; at < this.lists.length; at += cells) this.lists[at] = -1;
	}

	/** Adds a value of the key's newest event. */
	add(slot: number, event: number, value: number): void {
		const { lists } = this;
		const list = slot * cells;
		const signed = this.sign * value;
		const first = lists[list + front];
		let next = lists[list + back];
		while (next > first && this.values[this.at(list, next - 1)] <= signed) next--;
		lists[list + back] = next;
		if (next - first > lists[list + mask]) this.grow(list);
		const at = this.at(list, next);
		this.events[at] = event;
		this.values[at] = signed;
		lists[list + back] = next + 1;
	}

	/** Forgets events before `start`. */
	drop(slot: number, start: number): void {
		const list = slot * cells;
		let first = this.lists[list + front];
		const next = this.lists[list + back];
		while (first < next && this.events[this.at(list, first)] < start) first++;
		this.lists[list + front] = first;
	}

	/** The best value of the events from `start` on; NaN where there is none. */
	since(slot: number, start: number): number {
		const list = slot * cells;
		const next = this.lists[list + back];
		let low = this.lists[list + front];
		let high = next;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.events[this.at(list, middle)] < start) low = middle + 1;
			else high = middle;
		}
		return low < next ? this.sign * this.values[this.at(list, low)] : NaN;
	}

	clear(slot: number): void {
		this.lists[slot * cells + front] = 0;
		this.lists[slot * cells + back] = 0;
	}

	private at(list: number, place: number): number {
		return this.lists[list + base] + (place & this.lists[list + mask]);
	}

	private grow(list: number): void {
		const { lists } = this;
		const [oldBase, oldMask] = [lists[list + base], lists[list + mask]];
		const room = oldMask < 0 ? 2 : (oldMask + 1) * 2;
		const newBase = this.top;
		this.top += room;
		this.events = withRoom(this.events, this.top);
		this.values = withRoom(this.values, this.top);
		for (let place = lists[list + front]; place < lists[list + back]; place++) {
			const [from, to] = [oldBase + (place & oldMask), newBase + (place & (room - 1))];
			this.events[to] = this.events[from];
			this.values[to] = this.values[from];
		}
		lists[list + base] = newBase;
		lists[list + mask] = room - 1;
	}
}
