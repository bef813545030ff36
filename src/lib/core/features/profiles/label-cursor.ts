import type { EventRings } from './event-rings';
import { withRoom } from './room';
import type { CursorRows } from './window-cursor';

/**
 * How far into the events of every key something reaches, with the frauds among the events before: an event's label is
 * known, or it leaves a window, a fixed time after it happened.
 */
export class LabelCursor {
	/** `[slots]`: the first event that it has not come to. */
	events = new Int32Array(0);
	/** `[slots]`: frauds before that event. */
	frauds = new Int32Array(0);
	/** `[slots]`: that event's time, Infinity where there is none. */
	private times = new Float64Array(0);

	/** It comes to an event `delay` and then `seconds` after it happened; Infinity for never. */
	constructor(
		private readonly delay: number,
		private readonly seconds: number
	) {}

	reserve(slots: number): void {
		this.events = withRoom(this.events, slots);
		this.frauds = withRoom(this.frauds, slots);
		this.times = withRoom(this.times, slots, Infinity);
	}

	/**
	 * Moves on row by row, before the row's own event.
	 *
	 * @param events `[rows]`: gets the first event that it has not come to
	 * @param frauds `[rows]`: gets the frauds before that event
	 */
	slide(rows: CursorRows, rings: EventRings, events: Int32Array, frauds: Int32Array): void {
		const { times, delay, seconds } = this;
		const [at, known] = [this.events, this.frauds];
		const { places, times: ring, codes } = rings;
		const [labels] = codes;
		for (let row = 0; row < events.length; row++) {
			const slot = rows.slots[row];
			const until = rows.times[row] - delay - seconds;
			const head = rows.events[row];
			let event = at[slot];
			let next = times[slot];
			if (next <= until && event < head) {
				const base = places[4 * slot];
				const mask = places[4 * slot + 1];
				let sum = known[slot];
				do sum += labels[base + (event++ & mask)];
				while (event < head && ring[base + (event & mask)] <= until);
				next = event < head ? ring[base + (event & mask)] : Infinity;
				at[slot] = event;
				known[slot] = sum;
				times[slot] = next;
			}
			events[row] = event;
			frauds[row] = known[slot];
			if (next === Infinity && rows.adds[row] !== 0 && slot !== 0) times[slot] = rows.times[row];
		}
	}

	/** Puts it to an event of a slot whose events are there already; `frauds` are before it. */
	restore(slot: number, event: number, frauds: number, rings: EventRings): void {
		this.events[slot] = event;
		this.frauds[slot] = frauds;
		this.times[slot] = event < rings.headOf(slot) ? rings.times[rings.at(slot, event)] : Infinity;
	}
}
