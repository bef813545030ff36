import { withRoom } from './room';

/** Numbers of a ring, side by side so that one access to memory brings all: where it begins, its room less one (-1 for none), oldest and next event. */
const cells = 4;
const [base, mask, start, head] = [0, 1, 2, 3];

/** Events that a new key has room for. */
const firstRoom = 4;
const sizeClasses = 32;

/** Which rows of a block become events, and whose; `[rows]` each. */
export interface EventRows {
	readonly slots: Int32Array;
	readonly adds: Uint8Array;
}

/**
 * Events of many keys, each in a ring of its own within shared arrays: oldest to newest numbered `startOf(slot)` to before
 * `headOf(slot)`. Room is a power of two; a ring that is full moves to one twice as long; what it leaves serves other keys.
 */
export class EventRings {
	/** `[slots × cells]` */
	private rings = new Int32Array(0);

	/** Of an event; more values of an event are {@link numbers} and {@link codes}. */
	times = new Float64Array(0);
	readonly numbers: Float64Array<ArrayBuffer>[];
	readonly codes: Int32Array<ArrayBuffer>[];
	readonly flags: Uint8Array<ArrayBuffer>[];
	private readonly free: number[][] = Array.from({ length: sizeClasses }, () => []);
	private top = 0;

	constructor(fields: { readonly numbers: number; readonly codes: number; readonly flags: number }) {
		this.numbers = Array.from({ length: fields.numbers }, () => new Float64Array(0));
		this.codes = Array.from({ length: fields.codes }, () => new Int32Array(0));
		this.flags = Array.from({ length: fields.flags }, () => new Uint8Array(0));
	}

	reserve(slots: number): void {
		const known = this.rings.length;
		this.rings = withRoom(this.rings, slots * cells);
		for (let at = known + mask; at < this.rings.length; at += cells) this.rings[at] = -1;
	}

	startOf(slot: number): number {
		return this.rings[slot * cells + start];
	}

	headOf(slot: number): number {
		return this.rings[slot * cells + head];
	}

	/** Where an event lies in the arrays. */
	at(slot: number, event: number): number {
		const ring = slot * cells;
		return this.rings[ring + base] + (event & this.rings[ring + mask]);
	}

	/**
	 * New events for a block's rows, but for those of slot 0; their values are to be put there by {@link put}.
	 *
	 * @param adds `[rows]`: 0 where a row is no event
	 * @param oldest the oldest event of a slot that was needed still before this block; those before it give room
	 * @param events `[rows]`: gets the number of a row's own event, or that of the next where it is none; 0 for slot 0
	 */
	append({ slots, adds }: EventRows, times: Float64Array, oldest: (slot: number) => number, events: Int32Array): void {
		const { rings } = this;
		let of = this.times;
		for (let row = 0; row < events.length; row++) {
			const slot = slots[row];
			const ring = slot * cells;
			const event = slot === 0 ? 0 : rings[ring + head];
			events[row] = event;
			if (slot === 0 || adds[row] === 0) continue;
			if (event - rings[ring + start] > rings[ring + mask]) {
				rings[ring + start] = oldest(slot);
				if (event - rings[ring + start] > rings[ring + mask]) this.grow(slot);
				of = this.times;
			}
			of[rings[ring + base] + (event & rings[ring + mask])] = times[row];
			rings[ring + head] = event + 1;
		}
	}

	/** Puts a column's values to the events of a block's rows. @param v which of {@link numbers} */
	putNumbers(v: number, { slots, adds }: EventRows, events: Int32Array, values: Float64Array): void {
		const { rings } = this;
		const into = this.numbers[v];
		for (let row = 0; row < events.length; row++) {
			if (slots[row] === 0 || adds[row] === 0) continue;
			const ring = slots[row] * cells;
			into[rings[ring + base] + (events[row] & rings[ring + mask])] = values[row];
		}
	}

	/** Puts a column's codes to the events of a block's rows, unmarked. @param x which of {@link codes} and {@link flags} */
	putCodes(x: number, { slots, adds }: EventRows, events: Int32Array, codes: Int32Array): void {
		for (let row = 0; row < events.length; row++) {
			if (slots[row] === 0 || adds[row] === 0) continue;
			const at = this.at(slots[row], events[row]);
			this.codes[x][at] = codes[row];
			if (x < this.flags.length) this.flags[x][at] = 0;
		}
	}

	/** `[slots × 4]`: where each key's ring begins is the first of four numbers, its room less one the second. */
	get places(): Int32Array {
		return this.rings;
	}

	/**
	 * Copies the values of all events of slots `first` to before `end`, oldest first, to `into` from `at` on.
	 *
	 * @param values one of {@link times}, {@link numbers} and {@link codes}
	 */
	copy<A extends Float64Array | Int32Array>(values: A, first: number, end: number, into: A, at: number): void {
		const { rings } = this;
		for (let slot = first, to = at; slot < end; slot++) {
			const ring = slot * cells;
			const room = rings[ring + mask];
			const events = rings[ring + head];
			for (let event = rings[ring + start]; event < events; event++) into[to++] = values[rings[ring + base] + (event & room)];
		}
	}

	/** Drops the events before `event`. */
	drop(slot: number, event: number): void {
		this.rings[slot * cells + start] = event;
	}

	/** Drops all events and counts from 0 again, `count` events of which the values are to be filled in. */
	restart(slot: number, count: number): void {
		this.rings[slot * cells + start] = 0;
		this.rings[slot * cells + head] = 0;
		if (count > this.rings[slot * cells + mask] + 1) this.grow(slot, count);
		this.rings[slot * cells + head] = count;
	}

	/** Makes room for twice as many events of a key, or for `events`. */
	private grow(slot: number, events = 0): void {
		const ring = slot * cells;
		const [oldBase, oldMask] = [this.rings[ring + base], this.rings[ring + mask]];
		let room = oldMask < 0 ? firstRoom : (oldMask + 1) * 2;
		while (room < events) room *= 2;
		const newBase = this.take(room);
		if (oldMask >= 0) {
			const move: Move = { first: this.startOf(slot), end: this.headOf(slot), oldBase, oldMask, newBase, newMask: room - 1 };
			moveNumbers(this.times, move);
			for (const values of this.numbers) moveNumbers(values, move);
			for (const values of this.codes) moveCodes(values, move);
			for (const values of this.flags) moveFlags(values, move);
		}
		if (oldMask >= 0) this.free[31 - Math.clz32(oldMask + 1)].push(oldBase);
		this.rings[ring + base] = newBase;
		this.rings[ring + mask] = room - 1;
	}

	private take(room: number): number {
		const left = this.free[31 - Math.clz32(room)].pop();
		if (left !== undefined) return left;
		const first = this.top;
		this.top += room;
		if (this.top > this.times.length) this.extend();
		return first;
	}

	private extend(): void {
		this.times = withRoom(this.times, this.top);
		this.numbers.forEach((values, i) => (this.numbers[i] = withRoom(values, this.top)));
		this.codes.forEach((values, i) => (this.codes[i] = withRoom(values, this.top)));
		this.flags.forEach((values, i) => (this.flags[i] = withRoom(values, this.top)));
	}
}

/** Events on their way to another ring. */
interface Move {
	readonly first: number;
	readonly end: number;
	readonly oldBase: number;
	readonly oldMask: number;
	readonly newBase: number;
	readonly newMask: number;
}

const oldPlace = ({ oldBase, oldMask }: Move, event: number): number => oldBase + (event & oldMask);
const newPlace = ({ newBase, newMask }: Move, event: number): number => newBase + (event & newMask);

function moveNumbers(values: Float64Array, move: Move): void {
	for (let event = move.first; event < move.end; event++) values[newPlace(move, event)] = values[oldPlace(move, event)];
}

function moveCodes(values: Int32Array, move: Move): void {
	for (let event = move.first; event < move.end; event++) values[newPlace(move, event)] = values[oldPlace(move, event)];
}

function moveFlags(values: Uint8Array, move: Move): void {
	for (let event = move.first; event < move.end; event++) values[newPlace(move, event)] = values[oldPlace(move, event)];
}
