import type { EventRings } from './event-rings';
import { PairMap } from './pair-map';
import { withRoom } from './room';

/**
 * How many different texts the events of a window have. Of events with one text only the newest counts, so a window gains
 * one when its text was not in it before, and loses one when the newest event of a text leaves.
 */
export class DistinctTexts {
	/** A text's newest event, by (slot, text). */
	private readonly newest: readonly PairMap[];
	/** `[slots × windows × texts]` */
	private counts = new Int32Array(0);

	/** Reads texts from the rings' codes (-1 for none) and marks in their flags that a newer event has the same text. */
	constructor(
		private readonly rings: EventRings,
		private readonly texts: number,
		private readonly windows: number
	) {
		this.newest = Array.from({ length: texts }, () => new PairMap());
	}

	reserve(slots: number): void {
		this.counts = withRoom(this.counts, slots * this.windows * this.texts);
	}

	count(window: number, of: number): number {
		return this.counts[window * this.texts + of];
	}

	/** @param tails `[slots × windows]`: the oldest event of each window */
	add(slot: number, event: number, of: number, text: number, tails: Int32Array): void {
		const { rings, windows, texts } = this;
		const at = rings.at(slot, event);
		rings.codes[of][at] = text;
		rings.flags[of][at] = 0;
		if (text < 0) return;
		const known = this.newest[of].get(slot, text);
		if (known >= 0) rings.flags[of][rings.at(slot, known)] = 1;
		this.newest[of].set(slot, text, event);
		for (let window = slot * windows; window < (slot + 1) * windows; window++) {
			if (known < tails[window]) this.counts[window * texts + of]++;
		}
	}

	/** An event leaves a window. */
	leave(window: number, at: number): void {
		for (let of = 0; of < this.texts; of++) {
			if (this.rings.codes[of][at] >= 0 && this.rings.flags[of][at] === 0) this.counts[window * this.texts + of]--;
		}
	}

	/** Forgets the events before `start`, which have left all windows. */
	drop(slot: number, start: number): void {
		const { rings } = this;
		for (let of = 0; of < this.texts; of++) {
			for (let event = rings.startOf(slot); event < start; event++) {
				const at = rings.at(slot, event);
				const text = rings.codes[of][at];
				if (text >= 0 && rings.flags[of][at] === 0) this.newest[of].delete(slot, text);
			}
		}
	}

	clear(slot: number): void {
		const size = this.windows * this.texts;
		this.counts.fill(0, slot * size, (slot + 1) * size);
	}

	/** Counts the events of the rings anew. */
	rebuild(slot: number, tails: Int32Array): void {
		const { rings, windows, texts } = this;
		for (let of = 0; of < texts; of++) {
			for (let event = rings.startOf(slot); event < rings.headOf(slot); event++) {
				this.add(slot, event, of, rings.codes[of][rings.at(slot, event)], tails);
			}
			for (let window = slot * windows; window < (slot + 1) * windows; window++) {
				this.counts[window * texts + of] = this.countFrom(slot, of, tails[window]);
			}
		}
	}

	private countFrom(slot: number, of: number, tail: number): number {
		const { rings } = this;
		let count = 0;
		for (let event = tail; event < rings.headOf(slot); event++) {
			const at = rings.at(slot, event);
			if (rings.codes[of][at] >= 0 && rings.flags[of][at] === 0) count++;
		}
		return count;
	}
}
