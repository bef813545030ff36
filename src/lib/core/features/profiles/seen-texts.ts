import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import { PairMap } from './pair-map';
import { withRoom } from './room';

/** How many different texts every key's rows had. */
export class SeenTexts {
	private readonly seen = new PairMap();
	/** `[slots]` */
	private counts = new Int32Array(0);

	reserve(slots: number): void {
		this.counts = withRoom(this.counts, slots);
	}

	/**
	 * Lets rows pass. Slot 0 forgets its row at once.
	 *
	 * @param texts `[rows]`: numbers of texts, -1 for none
	 * @param before columns to be filled: without the row, and with it
	 */
	slide(slots: Int32Array, adds: Uint8Array, texts: Int32Array, before: readonly Float64Array[], after: readonly Float64Array[]): void {
		const { counts, seen } = this;
		for (let row = 0; row < slots.length; row++) {
			const slot = slots[row];
			const text = texts[row];
			for (const made of before) made[row] = counts[slot];
			if (adds[row] !== 0 && text >= 0) {
				if (slot === 0) counts[0] = 1;
				else if (seen.get(slot, text) < 0) {
					seen.set(slot, text, 0);
					counts[slot]++;
				}
			}
			for (const made of after) made[row] = counts[slot];
			counts[0] = 0;
		}
	}

	write(out: StateWriter): void {
		const { seen } = this;
		const pairs = new Int32Array(seen.size * 2);
		let at = 0;
		seen.each((slot, text) => {
			pairs[at++] = slot;
			pairs[at++] = text;
		});
		out.i32(Int32Array.of(seen.size));
		out.i32(pairs);
	}

	/** @param texts how many texts there are */
	read(from: StateReader, slots: number, texts: number): void {
		const [size] = from.i32(1, 0);
		const pairs = from.i32(size * 2, 0, Math.max(slots, texts) - 1);
		for (let at = 0; at < pairs.length; at += 2) {
			const [slot, text] = [pairs[at], pairs[at + 1]];
			from.require(slot > 0 && slot < slots && text < texts && this.seen.get(slot, text) < 0);
			this.seen.set(slot, text, 0);
			this.counts[slot]++;
		}
	}
}
