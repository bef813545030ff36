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
	readonly amount: Float64Array<ArrayBuffer>;
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
