import { amountsOf } from './amounts';
import type { Amounts } from './amounts';
import { orderDescending } from './descending';

/** Columns of a run, one entry a row. */
export interface ThresholdColumns {
	/** NaN for a rejected row, which is left out. */
	readonly margin: Float32Array;
	readonly amount: Float64Array;
	/** 0, 1, or anything else (255) for a row without a label. */
	readonly label: Uint8Array;
}

/** Columns of rows that all have a margin, to be taken over, each with a buffer of its own. */
export interface OwnColumns {
	readonly margin: Float32Array<ArrayBuffer>;
	readonly amount: Amounts;
	readonly label: Uint8Array<ArrayBuffer>;
	/** Null where scores are not kept. */
	readonly score: Float64Array<ArrayBuffer> | null;
}

/** A copy without the rejected rows. Throws RangeError when the columns differ in length. */
export function ownColumns({ margin, amount, label }: ThresholdColumns): OwnColumns {
	if (amount.length !== margin.length || label.length !== margin.length) {
		throw new RangeError('Margins, amounts and labels differ in length.');
	}
	const scored = (_: number, row: number) => !Number.isNaN(margin[row]);
	return { margin: margin.filter(scored), amount: amount.filter(scored), label: label.filter(scored), score: null };
}

/** {@link OwnColumns} with amounts as they are. */
type Sorted = OwnColumns & { readonly amount: Float64Array<ArrayBuffer> };

/**
 * The columns by descending margin, rows of equal margin in the order they had. They are sorted where they are, with 8 bytes
 * a row more, which amounts have afterwards that were hundredths.
 */
export function sortedColumns({ margin, amount, label, score }: OwnColumns): Sorted {
	const rows = margin.length;
	const work = new ArrayBuffer(8 * rows);
	const order = new Uint32Array(work, 0, rows);
	const spare = new Uint32Array(work, 4 * rows, rows);
	orderDescending(margin, order, spare);
	reorder8(label, order, spare);
	reorder32(margin, order, spare);
	if (score !== null) reorder64(score, order, spare);
	if (amount instanceof Float64Array) {
		reorder64(amount, order, spare);
		return { margin, amount, label, score };
	}
	reorder32(amount, order, spare);
	const amounts = new Float64Array(work);
	amountsOf(amount, amounts);
	return { margin, amount: amounts, label, score };
}

// Entry i becomes what entry `order[i]` was, by way of `spare`, as long as `order`. Walking the cycles of the permutation
// instead needs no such memory but takes twice as long at ten million rows: every read waits for the one before.

function reorder8(values: Uint8Array, order: Uint32Array, spare: Uint32Array): void {
	const bytes = new Uint8Array(spare.buffer, spare.byteOffset, order.length);
	for (let i = 0; i < order.length; i++) bytes[i] = values[order[i]];
	values.set(bytes);
}

function reorder32(values: Float32Array | Int32Array, order: Uint32Array, spare: Uint32Array): void {
	const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
	for (let i = 0; i < order.length; i++) spare[i] = words[order[i]];
	words.set(spare);
}

/** One half of every entry after the other. */
function reorder64(values: Float64Array, order: Uint32Array, spare: Uint32Array): void {
	const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
	for (let i = 0; i < order.length; i++) spare[i] = words[2 * order[i]];
	for (let i = 0; i < order.length; i++) {
		words[2 * i] = spare[i];
		spare[i] = words[2 * order[i] + 1];
	}
	for (let i = 0; i < order.length; i++) words[2 * i + 1] = spare[i];
}
