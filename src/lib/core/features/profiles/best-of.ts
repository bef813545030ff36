import type { Leaving } from './window-cursor';
import { withRoom } from './room';

/** Numbers of a list, side by side so that one access to memory brings all: where it begins, its room less one (-1 for none), first and next place. */
const cells = 4;
const [base, mask, front, back] = [0, 1, 2, 3];

/** Rows whose values come, in their order; `[rows]` each. */
export interface BestRows {
	readonly slots: Int32Array;
	/** 0 where a row adds nothing. */
	readonly adds: Uint8Array;
	readonly values: Float64Array;
	/** See `EventRings.append`. */
	readonly events: Int32Array;
	readonly to: Leaving['to'];
}

/**
 * The largest (or smallest) value of every key's events in one window: of the events with no larger one after them, oldest
 * first, it is the first. A key's list of them is a ring of its own that grows by doubling.
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

	/**
	 * Lets rows pass, and what they displace leave; what is not finite counts nothing. Slot 0 forgets its row at once.
	 *
	 * @param made `[rows]`: gets the best value, `otherwise` for none
	 * @param current whether a row's own value counts
	 */
	slide({ slots, adds, values, events, to }: BestRows, made: Float64Array, otherwise: number, current: boolean): void {
		for (let row = 0; row < slots.length; row++) {
			const slot = slots[row];
			this.drop(slot, to[row]);
			if (!current) made[row] = this.best(slot, otherwise);
			const value = values[row];
			// Neither NaN nor infinite.
			if (adds[row] !== 0 && value - value === 0) this.add(slot, events[row], value);
			if (current) made[row] = this.best(slot, otherwise);
			if (slot === 0) this.lists[back] = this.lists[front] = 0;
		}
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
	private drop(slot: number, start: number): void {
		const { lists, events } = this;
		const list = slot * cells;
		const next = lists[list + back];
		let first = lists[list + front];
		if (first === next || events[this.at(list, first)] >= start) return;
		do first++;
		while (first < next && events[this.at(list, first)] < start);
		lists[list + front] = first;
	}

	private best(slot: number, otherwise: number): number {
		const { lists } = this;
		const list = slot * cells;
		const first = lists[list + front];
		return first < lists[list + back] ? this.sign * this.values[this.at(list, first)] : otherwise;
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
