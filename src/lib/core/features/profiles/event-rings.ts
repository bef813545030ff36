import { withRoom } from './room';

/** Events that a new key has room for. */
const firstRoom = 4;
const sizeClasses = 32;

/**
 * Events of many keys, each in a ring of its own within shared arrays: oldest to newest numbered `start[slot]` to before
 * `head[slot]`. A ring that is full moves to one twice as long; what it leaves serves other keys.
 */
export class EventRings {
	base = new Int32Array(0);
	/** Room of the ring less one; -1 for none. Room is a power of two. */
	mask = new Int32Array(0);
	start = new Int32Array(0);
	head = new Int32Array(0);

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
		this.base = withRoom(this.base, slots);
		this.mask = withRoom(this.mask, slots, -1);
		this.start = withRoom(this.start, slots);
		this.head = withRoom(this.head, slots);
	}

	/** Where an event lies in the arrays. */
	at(slot: number, event: number): number {
		return this.base[slot] + (event & this.mask[slot]);
	}

	isFull(slot: number): boolean {
		return this.head[slot] - this.start[slot] > this.mask[slot];
	}

	/** Makes room for twice as many events of a key, or for `events`. */
	grow(slot: number, events = 0): void {
		const [oldBase, oldMask] = [this.base[slot], this.mask[slot]];
		let room = oldMask < 0 ? firstRoom : (oldMask + 1) * 2;
		while (room < events) room *= 2;
		const base = this.take(room);
		for (let event = this.start[slot]; event < this.head[slot]; event++) {
			const [from, to] = [oldBase + (event & oldMask), base + (event & (room - 1))];
			this.times[to] = this.times[from];
			for (const values of this.numbers) values[to] = values[from];
			for (const values of this.codes) values[to] = values[from];
			for (const values of this.flags) values[to] = values[from];
		}
		if (oldMask >= 0) this.free[31 - Math.clz32(oldMask + 1)].push(oldBase);
		this.base[slot] = base;
		this.mask[slot] = room - 1;
	}

	private take(room: number): number {
		const left = this.free[31 - Math.clz32(room)].pop();
		if (left !== undefined) return left;
		const base = this.top;
		this.top += room;
		this.times = withRoom(this.times, this.top);
		this.numbers.forEach((values, i) => (this.numbers[i] = withRoom(values, this.top)));
		this.codes.forEach((values, i) => (this.codes[i] = withRoom(values, this.top)));
		this.flags.forEach((values, i) => (this.flags[i] = withRoom(values, this.top)));
		return base;
	}
}
