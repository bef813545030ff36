import { selectRows } from '../dataset';
import type { Dataset } from '../dataset';

export interface Ordered {
	readonly data: Dataset;
	/** Seconds, ascending. */
	readonly times: Float64Array;
	/** Where each row was in what was given; null when they were in order. */
	readonly order: Uint32Array | null;
	/** Rows earlier than the row before them in what was given. */
	readonly backwards: number;
}

/** Rows in the order of their times; rows of one time keep their order. Data in order are returned as they are. */
export function inTimeOrder(data: Dataset, times: Float64Array): Ordered {
	let backwards = 0;
	for (let row = 1; row < data.rows; row++) if (times[row] < times[row - 1]) backwards++;
	if (backwards === 0) return { data, times, order: null, backwards };
	const order = Uint32Array.from(times.keys()).sort((a, b) => times[a] - times[b] || a - b);
	return { data: selectRows(data, order), times: Float64Array.from(order, (row) => times[row]), order, backwards };
}
