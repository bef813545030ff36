import type { EventRings } from './event-rings';
import { TimedCells } from './timed-cells';
import type { CursorRows } from './window-cursor';

/**
 * How far into the events of every key something reaches, with the frauds among the events before: an event's label is
 * known, or it leaves a window, a fixed time after it happened.
 */
export class LabelCursor {
	/** The first event that it has not come to, the frauds before it, and its time, Infinity where there is none. */
	private readonly cells = new TimedCells();

	/** It comes to an event `delay` and then `seconds` after it happened; Infinity for never. */
	constructor(
		private readonly delay: number,
		private readonly seconds: number
	) {}

	reserve(slots: number): void {
		this.cells.reserve(slots);
	}

	/** The first event that it has not come to. */
	eventOf(slot: number): number {
		return this.cells.ints[4 * slot + 2];
	}

	/** How many frauds are before that event. */
	fraudsOf(slot: number): number {
		return this.cells.ints[4 * slot + 3];
	}

	/**
	 * Moves on row by row, before the row's own event.
	 *
	 * @param events `[rows]`: gets the first event that it has not come to
	 * @param frauds `[rows]`: gets the frauds before that event
	 */
	slide({ slots, times: now, adds, events: own }: CursorRows, rings: EventRings, events: Int32Array, frauds: Int32Array): void {
		const { delay, seconds } = this;
		const { times, ints } = this.cells;
		const { places, times: ring, codes } = rings;
		const [labels] = codes;
		for (let row = 0; row < events.length; row++) {
			const slot = slots[row];
			const until = now[row] - delay - seconds;
			const head = own[row];
			let event = ints[4 * slot + 2];
			let before = ints[4 * slot + 3];
			let next = times[2 * slot];
			if (next <= until && event < head) {
				const base = places[4 * slot];
				const mask = places[4 * slot + 1];
				do before += labels[base + (event++ & mask)];
				while (event < head && ring[base + (event & mask)] <= until);
				next = event < head ? ring[base + (event & mask)] : Infinity;
				ints[4 * slot + 2] = event;
				ints[4 * slot + 3] = before;
				times[2 * slot] = next;
			}
			events[row] = event;
			frauds[row] = before;
			if (next === Infinity && adds[row] !== 0 && slot !== 0) times[2 * slot] = now[row];
		}
	}

	/** Puts it to an event of a slot whose events are there already; `frauds` are before it. */
	restore(slot: number, event: number, frauds: number, rings: EventRings): void {
		this.cells.ints[4 * slot + 2] = event;
		this.cells.ints[4 * slot + 3] = frauds;
		this.cells.times[2 * slot] = event < rings.headOf(slot) ? rings.times[rings.at(slot, event)] : Infinity;
	}
}
