import { withRoom } from './room';
import type { SummedRows } from './exact-sums';

/** The largest (or smallest) value of every key's rows, of which none leaves. */
export class Extremes {
	/** `[slots]`, NaN where there was none. */
	best = new Float64Array(0);

	/** @param sign 1 for the largest, -1 for the smallest */
	constructor(private readonly sign: 1 | -1) {}

	reserve(slots: number): void {
		this.best = withRoom(this.best, slots, NaN);
	}

	/** Lets rows pass; what is not finite counts nothing. Fills in the best before a row's value comes, and after it. */
	slide({ slots, adds, values }: Pick<SummedRows, 'slots' | 'adds' | 'values'>, before: Float64Array | null, after: Float64Array | null): void {
		const { best, sign } = this;
		for (let row = 0; row < slots.length; row++) {
			const slot = slots[row];
			const value = values[row];
			const known = best[slot];
			if (before !== null) before[row] = known;
			if (adds[row] !== 0 && value - value === 0 && !(sign * known >= sign * value)) best[slot] = value;
			if (after !== null) after[row] = best[slot];
			if (slot === 0) best[0] = NaN;
		}
	}
}
