import type { EventRings } from '../profiles/event-rings';
import { corruptState } from './corrupt';
import { aligned } from './writer';

/** Takes apart what a {@link StateWriter} put together. Every method throws `state.corrupt` for what it cannot have put. */
export class StateReader {
	private at = 0;

	/** @param bytes lie at a multiple of 8 in their buffer */
	constructor(private readonly bytes: Uint8Array<ArrayBuffer>) {}

	f64(length: number): Float64Array {
		const at = this.take(length, 8);
		return new Float64Array(this.bytes.buffer, this.bytes.byteOffset + at, length);
	}

	/** Values in [low, high]. */
	i32(length: number, low: number, high = 2 ** 31 - 1): Int32Array {
		const at = this.take(length, 4);
		const values = new Int32Array(this.bytes.buffer, this.bytes.byteOffset + at, length);
		for (let i = 0; i < length; i++) if (values[i] < low || values[i] > high) this.require(false);
		return values;
	}

	u32(length: number): Uint32Array {
		const at = this.take(length, 4);
		return new Uint32Array(this.bytes.buffer, this.bytes.byteOffset + at, length);
	}

	hashes(): string[] {
		const [count] = this.i32(1, 0);
		const words = this.u32(count * 2);
		const hex = (word: number): string => word.toString(16).padStart(8, '0');
		return Array.from({ length: count }, (_, i) => hex(words[2 * i]) + hex(words[2 * i + 1]));
	}

	/** Into empty rings with room for `slots`. @param codes the range of each of their codes */
	events(rings: EventRings, slots: number, codes: readonly { readonly low: number; readonly high: number }[]): void {
		const counts = this.i32(slots - 1, 0);
		const total = counts.reduce((sum, count) => sum + count, 0);
		const times = this.f64(total);
		const numbers = rings.numbers.map(() => this.f64(total));
		const texts = codes.map(({ low, high }) => this.i32(total, low, high));
		let i = 0;
		for (let slot = 1; slot < slots; slot++) {
			const count = counts[slot - 1];
			rings.restart(slot, count);
			for (let event = 0, last = -Infinity; event < count; event++, i++) {
				const at = rings.at(slot, event);
				this.require(times[i] >= last && times[i] < Infinity);
				last = times[i];
				rings.times[at] = last;
				numbers.forEach((values, v) => (rings.numbers[v][at] = values[i]));
				texts.forEach((values, x) => (rings.codes[x][at] = values[i]));
			}
		}
	}

	require(holds: boolean): void {
		if (!holds) throw corruptState('their numbers contradict each other');
	}

	/** Throws when there is more than was read. */
	finish(): void {
		if (this.at !== this.bytes.length) throw corruptState('they are longer than they should be');
	}

	private take(length: number, size: number): number {
		const at = this.at;
		if (!Number.isSafeInteger(length) || length * size > this.bytes.length - at) throw corruptState('they end too early');
		this.at = at + aligned(length * size);
		return at;
	}
}
