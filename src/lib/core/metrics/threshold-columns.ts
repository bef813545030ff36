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

type Sorted = Pick<OwnColumns, 'amount' | 'label' | 'score'>;

/** Amounts, labels and scores in another order: entry i is what entry `order[i]` was. Scores get the memory of the amounts. */
export function gathered({ amount, label, score }: OwnColumns, order: Uint32Array): Sorted {
	const amounts = new Float64Array(order.length);
	const labels = new Uint8Array(order.length);
	for (let i = 0; i < order.length; i++) {
		amounts[i] = amount[order[i]];
		labels[i] = label[order[i]];
	}
	if (score !== null) for (let i = 0; i < order.length; i++) amount[i] = score[order[i]];
	return { amount: amounts, label: labels, score: score && amount };
}

/**
 * As {@link gathered}, where the columns lie: half as fast, in no more memory. Every cycle of the permutation is walked once.
 * `order` is lost.
 */
export function gatheredInPlace({ amount, label, score }: OwnColumns, order: Uint32Array): Sorted {
	for (let start = 0; start < order.length; start++) {
		if (order[start] === start) continue;
		const firstAmount = amount[start];
		const firstLabel = label[start];
		const firstScore = score === null ? 0 : score[start];
		let to = start;
		for (let next = order[to]; next !== start; next = order[to]) {
			amount[to] = amount[next];
			label[to] = label[next];
			if (score !== null) score[to] = score[next];
			// A place that is done says of itself that it stays.
			order[to] = to;
			to = next;
		}
		amount[to] = firstAmount;
		label[to] = firstLabel;
		if (score !== null) score[to] = firstScore;
		order[to] = to;
	}
	return { amount, label, score };
}
