import type { EventRings } from './event-rings';
import { PairMap } from './pair-map';
import { withRoom } from './room';
import type { Leaving } from './window-cursor';

/** The rows of a block; `[rows]` each. */
export interface DistinctRows {
	readonly slots: Int32Array;
	/** 0 where a row adds nothing. */
	readonly adds: Uint8Array;
	/** Numbers of texts, -1 for none. */
	readonly texts: Int32Array;
	/** See `EventRings.append`. */
	readonly events: Int32Array;
}

/**
 * How many different texts the events of windows have. Of events with one text only the newest counts, so a window gains
 * one when its text was not in it before, and loses one when the newest event of a text leaves.
 */
export class DistinctTexts {
	/** A text's newest event, by (slot, text). */
	private readonly newest = new PairMap();
	/** `[slots × windows]` */
	private counts = new Int32Array(0);

	/**
	 * Reads texts from the rings' codes (-1 for none) and marks in their flags that a newer event has the same text.
	 *
	 * @param of which of the rings' codes
	 */
	constructor(
		private readonly rings: EventRings,
		private readonly of: number,
		private readonly windows: number
	) {}

	reserve(slots: number): void {
		this.counts = withRoom(this.counts, slots * this.windows);
	}

	/**
	 * Lets rows pass whose events are in the rings, and what they displace leave.
	 *
	 * @param leaving a window's each, the longest last: what leaves that is forgotten
	 * @param before columns to be filled, by window: without the row, and with it
	 */
	slide(
		{ slots, adds, texts, events }: DistinctRows,
		leaving: readonly Leaving[],
		before: readonly (Float64Array | null)[],
		after: readonly (Float64Array | null)[]
	): void {
		const { windows } = this;
		for (let row = 0; row < slots.length; row++) {
			const slot = slots[row];
			const adding = adds[row] !== 0 && texts[row] >= 0;
			if (slot === 0) {
				for (const made of before) if (made) made[row] = 0;
				for (const made of after) if (made) made[row] = adding ? 1 : 0;
				continue;
			}
			for (let w = 0; w < windows; w++) {
				for (let event = leaving[w].from[row]; event < leaving[w].to[row]; event++) this.leave(slot, w, event);
			}
			for (let w = 0; w < windows; w++) {
				const made = before[w];
				if (made) made[row] = this.counts[slot * windows + w];
			}
			if (adding) this.add(slot, events[row], texts[row], (w) => leaving[w].to[row]);
			for (let w = 0; w < windows; w++) {
				const made = after[w];
				if (made) made[row] = this.counts[slot * windows + w];
			}
		}
	}

	private leave(slot: number, window: number, event: number): void {
		const { rings, of, windows } = this;
		const at = rings.at(slot, event);
		if (rings.codes[of][at] < 0 || rings.flags[of][at] !== 0) return;
		this.counts[slot * windows + window]--;
		if (window === windows - 1) this.newest.delete(slot, rings.codes[of][at]);
	}

	/** @param tailOf the oldest event of a window */
	private add(slot: number, event: number, text: number, tailOf: (window: number) => number): void {
		const { rings, of, windows } = this;
		const known = this.newest.get(slot, text);
		if (known >= 0) rings.flags[of][rings.at(slot, known)] = 1;
		this.newest.set(slot, text, event);
		for (let w = 0; w < windows; w++) if (known < tailOf(w)) this.counts[slot * windows + w]++;
	}

	/** Counts the events of the rings, in which nothing is marked, of a slot that had none. */
	rebuild(slot: number, tailOf: (window: number) => number): void {
		const { rings, of, windows } = this;
		for (let event = rings.startOf(slot); event < rings.headOf(slot); event++) {
			const text = rings.codes[of][rings.at(slot, event)];
			if (text >= 0) this.add(slot, event, text, tailOf);
		}
		for (let w = 0; w < windows; w++) {
			let count = 0;
			for (let event = tailOf(w); event < rings.headOf(slot); event++) {
				const at = rings.at(slot, event);
				if (rings.codes[of][at] >= 0 && rings.flags[of][at] === 0) count++;
			}
			this.counts[slot * windows + w] = count;
		}
	}
}
