import type { EventRings } from './event-rings';
import { TimedCells } from './timed-cells';

/** Events that leave a window before a row of a block is looked at: those numbered `from` to before `to`; `[rows]` each. */
export interface Leaving {
	readonly from: Int32Array;
	readonly to: Int32Array;
}

/** The rows of a block as cursors take them; see `ProfileRows`. */
export interface CursorRows {
	readonly slots: Int32Array;
	readonly times: Float64Array;
	readonly adds: Uint8Array;
	/** See `EventRings.append`. */
	readonly events: Int32Array;
}

/** Where a window (t - seconds, t] begins among the events of every key: its tail. */
export class WindowCursor {
	/** The oldest event that is in the window, or the next to come, and its time, Infinity where there is none. */
	private readonly cells = new TimedCells();

	constructor(private readonly seconds: number) {}

	reserve(slots: number): void {
		this.cells.reserve(slots);
	}

	/** The oldest event that is in the window, or the next to come. */
	tailOf(slot: number): number {
		return this.cells.ints[4 * slot + 2];
	}

	/** Moves on row by row, to the events later than the row's time less the window; fills in what leaves. Slot 0 has no events. */
	slide({ slots, times, adds, events }: CursorRows, rings: EventRings, { from, to }: Leaving): void {
		const { seconds } = this;
		const { times: tailTimes, ints: tails } = this.cells;
		const { places, times: ring } = rings;
		for (let row = 0; row < events.length; row++) {
			const slot = slots[row];
			const until = times[row] - seconds;
			let tail = tails[4 * slot + 2];
			let next = tailTimes[2 * slot];
			from[row] = tail;
			if (next <= until && tail < events[row]) {
				const base = places[4 * slot];
				const mask = places[4 * slot + 1];
				do tail++;
				while (tail < events[row] && ring[base + (tail & mask)] <= until);
				next = tail < events[row] ? ring[base + (tail & mask)] : Infinity;
				tails[4 * slot + 2] = tail;
				tailTimes[2 * slot] = next;
			}
			to[row] = tail;
			if (next === Infinity && adds[row] !== 0 && slot !== 0) tailTimes[2 * slot] = times[row];
		}
	}

	/** Puts the tail of a slot, of which the events are there already. */
	restore(slot: number, tail: number, rings: EventRings): void {
		this.cells.ints[4 * slot + 2] = tail;
		this.cells.times[2 * slot] = tail < rings.headOf(slot) ? rings.times[rings.at(slot, tail)] : Infinity;
	}
}
