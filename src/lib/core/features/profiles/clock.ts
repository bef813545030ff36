import type { Block } from '../block';
import type { StateReader } from '../state/reader';
import type { StateWriter } from '../state/writer';
import { withRoom } from './room';

/** When, and whether, the rows of a block happen for their keys. */
export interface Ticks {
	/** `[rows]`: see `ProfileRows`. */
	readonly slots: Int32Array;
	readonly times: Float64Array;
	readonly before: Float64Array;
}

/** The newest time of every key. Time never goes back: a row that is earlier is taken as of the newest. */
export class Clock {
	/** `[slots]`, NaN for a key without rows. */
	private newest = new Float64Array(0);

	/**
	 * @param slots `[rows]`; a row without a time gets slot 0
	 * @param adds 0 where a row leaves no mark: it happens at its key's newest time
	 * @param late `[rows]`: set to 1 where a row that leaves a mark is earlier than its key's newest
	 */
	run(block: Block, slots: Int32Array, time: Float64Array, adds: Uint8Array, late: Uint8Array, count: number): Ticks {
		const { rows } = block;
		this.newest = withRoom(this.newest, count, NaN);
		const { newest } = this;
		newest[0] = NaN;
		const [own, times, before] = [block.ints(), block.column(), block.column()];
		for (let row = 0; row < rows; row++) {
			const at = time[row];
			const slot = at === at ? slots[row] : 0;
			const last = newest[slot];
			const isLate = at < last;
			const now = isLate || (adds[row] === 0 && last === last) ? last : at;
			own[row] = slot;
			before[row] = last;
			times[row] = now;
			if (adds[row] === 0) continue;
			if (isLate) late[row] = 1;
			if (slot !== 0) newest[slot] = now;
		}
		return { slots: own, times, before };
	}

	write(out: StateWriter, slots: number): void {
		this.newest = withRoom(this.newest, slots, NaN);
		out.f64(this.newest.subarray(1, slots));
	}

	read(from: StateReader, slots: number): void {
		this.newest = withRoom(this.newest, slots, NaN);
		this.newest.set(from.f64(slots - 1), 1);
		for (let slot = 1; slot < slots; slot++) from.require(Math.abs(this.newest[slot]) !== Infinity);
	}
}
