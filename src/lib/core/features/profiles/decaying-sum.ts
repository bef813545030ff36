import { withRoom } from './room';

/** Rows of a block; `[rows]` each. */
export interface DecayRows {
	readonly slots: Int32Array;
	/** 0 where a row adds nothing. */
	readonly adds: Uint8Array;
	/** What is left of everything since the key's previous row. */
	readonly factors: Float64Array;
}

/** One number a key that fades with time. */
export class DecayingSum {
	/** `[slots]` */
	sums = new Float64Array(0);

	reserve(slots: number): void {
		this.sums = withRoom(this.sums, slots);
	}

	/**
	 * Lets rows pass. Slot 0 forgets its row at once.
	 *
	 * @param values what rows add, or those that count: what is not finite adds nothing. Null where every row counts
	 * @param counts whether a row adds 1 instead of its value
	 * @param before columns to be filled: without the row, and with it
	 */
	slide(
		{ slots, adds, factors }: DecayRows,
		values: Float64Array | null,
		counts: boolean,
		before: Float64Array | null,
		after: Float64Array | null
	): void {
		const { sums } = this;
		for (let row = 0; row < slots.length; row++) {
			const slot = slots[row];
			let sum = sums[slot] * factors[row];
			if (before !== null) before[row] = sum;
			if (adds[row] !== 0) {
				const value = values === null ? 1 : values[row];
				if (value - value === 0) sum += counts ? 1 : value;
			}
			if (after !== null) after[row] = sum;
			sums[slot] = slot === 0 ? 0 : sum;
		}
	}
}
