import type { EventRings } from '../profiles/event-rings';

type Numbers = Float64Array | Int32Array | Uint32Array;

/** Alignment of every array, in bytes. */
export const alignment = 8;

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
	hashes(names: readonly string[]): void {
		const words = new Uint32Array(names.length * 2);
		names.forEach((name, i) => {
			words[2 * i] = Number.parseInt(name.slice(0, 8), 16);
			words[2 * i + 1] = Number.parseInt(name.slice(8, 16), 16);
		});
		this.put(Int32Array.of(names.length));
		this.put(words);
	}

	/** The events of slots 1 to before `slots`: their numbers a slot, then times and values, oldest first. */
	events(rings: EventRings, slots: number): void {
		const counts = new Int32Array(slots - 1);
		let total = 0;
		for (let slot = 1; slot < slots; slot++) total += counts[slot - 1] = rings.headOf(slot) - rings.startOf(slot);
		this.put(counts);
		const places = new Int32Array(total);
		let i = 0;
		for (let slot = 1; slot < slots; slot++) {
			for (let event = rings.startOf(slot); event < rings.headOf(slot); event++) places[i++] = rings.at(slot, event);
		}
		for (const values of [rings.times, ...rings.numbers]) this.put(Float64Array.from(places, (at) => values[at]));
		for (const values of rings.codes) this.put(places.map((at) => values[at]));
	}

	/** Everything, from byte `offset` of a new array on. */
	finish(offset: number): Uint8Array<ArrayBuffer> {
		const all = new Uint8Array(offset + this.bytes);
		let at = offset;
		for (const values of this.arrays) {
			all.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
			at += aligned(values.byteLength);
		}
		return all;
	}

	private put(values: Numbers): void {
		this.arrays.push(values);
		this.bytes += aligned(values.byteLength);
	}
}
