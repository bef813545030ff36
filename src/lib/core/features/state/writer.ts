import type { EventRings } from '../profiles/event-rings';
import type { Pieces } from './pieces';

type Numbers = Float64Array | Int32Array | Uint32Array;

/** Alignment of every array, in bytes. */
export const alignment = 8;

const namesAPiece = 8192;
const eventsAPiece = 65_536;

export function aligned(bytes: number): number {
	return Math.ceil(bytes / alignment) * alignment;
}

/** Puts arrays one after the other, each at a multiple of 8 bytes, little-endian like every machine that runs us. */
export class StateWriter {
	private readonly arrays: Numbers[] = [];
	private bytes = 0;

	f64(values: Float64Array): void {
		this.put(values);
	}

	i32(values: Int32Array): void {
		this.put(values);
	}

	u32(values: Uint32Array): void {
		this.put(values);
	}

	/** How many, then their 64 bits each. */
	*hashes(names: readonly string[]): Pieces {
		const words = new Uint32Array(names.length * 2);
		for (let i = 0; i < names.length; i++) {
			words[2 * i] = Number.parseInt(names[i].slice(0, 8), 16);
			words[2 * i + 1] = Number.parseInt(names[i].slice(8, 16), 16);
			if (i % namesAPiece === namesAPiece - 1) yield;
		}
		this.put(Int32Array.of(names.length));
		this.put(words);
	}

	/** The events of slots 1 to before `slots`: their numbers a slot, then times and values, oldest first. */
	*events(rings: EventRings, slots: number): Pieces {
		const counts = new Int32Array(slots - 1);
		let total = 0;
		for (let slot = 1; slot < slots; slot++) total += counts[slot - 1] = rings.headOf(slot) - rings.startOf(slot);
		this.put(counts);
		for (const values of [rings.times, ...rings.numbers]) this.put(yield* eventsOf(rings, values, slots, new Float64Array(total)));
		for (const values of rings.codes) this.put(yield* eventsOf(rings, values, slots, new Int32Array(total)));
	}

	/** Everything, from byte `offset` of a new array on. */
	*finish(offset: number): Pieces<Uint8Array<ArrayBuffer>> {
		const all = new Uint8Array(offset + this.bytes);
		let at = offset;
		for (const values of this.arrays) {
			all.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
			at += aligned(values.byteLength);
			yield;
		}
		return all;
	}

	private put(values: Numbers): void {
		this.arrays.push(values);
		this.bytes += aligned(values.byteLength);
	}
}

/** All events' values of one field, slot by slot. */
function* eventsOf<A extends Float64Array | Int32Array>(rings: EventRings, values: A, slots: number, into: A): Pieces<A> {
	for (let slot = 1, at = 0; slot < slots; ) {
		const first = slot;
		let end = at;
		while (slot < slots && end - at < eventsAPiece) {
			end += rings.headOf(slot) - rings.startOf(slot);
			slot++;
		}
		rings.copy(values, first, slot, into, at);
		at = end;
		yield;
	}
	return into;
}
