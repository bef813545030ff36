import type { Confusion } from './confusion';
import { countAtLeast } from './count-at-least';
import { rowsDescending } from './descending';

/**
 * What a threshold slider reads: all scored rows by descending margin with running totals, so that any threshold is
 * answered exactly in a binary search. Entry i covers the i + 1 rows of highest margin. Plain typed arrays: survives
 * structured cloning, and the buffers can be transferred. 20 bytes a row.
 */
export interface ThresholdTable {
	/** Descending. */
	readonly margins: Float32Array<ArrayBuffer>;
	/** Money at stake in these rows, in the unit of the amounts; a NaN amount counts 0. */
	readonly cumulativeAmount: Float64Array<ArrayBuffer>;
	/** Rows labelled 1 among them. */
	readonly cumulativeFrauds: Uint32Array<ArrayBuffer>;
	/** Rows labelled 0 or 1 among them. */
	readonly cumulativeLabelled: Uint32Array<ArrayBuffer>;
}

/** Columns of a run, one entry a row. */
export interface ThresholdColumns {
	/** NaN for a rejected row, which is left out. */
	readonly margin: Float32Array;
	readonly amount: Float64Array;
	/** 0, 1, or anything else (255) for a row without a label. */
	readonly label: Uint8Array;
}

/** What a threshold decides. The confusion is in labelled rows; null where no row has a label. */
export interface AtThreshold {
	readonly flagged: number;
	readonly flaggedAmount: number;
	readonly confusion: Confusion | null;
}

function build({ margin, amount, label }: ThresholdColumns): ThresholdTable {
	if (amount.length !== margin.length || label.length !== margin.length) {
		throw new RangeError('Margins, amounts and labels differ in length.');
	}
	const rows = rowsDescending(margin);
	const table: ThresholdTable = {
		margins: new Float32Array(rows.length),
		cumulativeAmount: new Float64Array(rows.length),
		cumulativeFrauds: new Uint32Array(rows.length),
		cumulativeLabelled: new Uint32Array(rows.length)
	};
	let [sum, lost, frauds, labelled] = [0, 0, 0, 0];
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i];
		// Neumaier's compensated sum: cents stay right over millions of rows.
		const money = Number.isNaN(amount[row]) ? 0 : amount[row];
		const next = sum + money;
		lost += Math.abs(sum) >= Math.abs(money) ? sum - next + money : money - next + sum;
		sum = next;
		if (label[row] === 1) frauds++;
		if (label[row] <= 1) labelled++;
		table.margins[i] = margin[row];
		table.cumulativeAmount[i] = sum + lost;
		table.cumulativeFrauds[i] = frauds;
		table.cumulativeLabelled[i] = labelled;
	}
	return table;
}

function at(table: ThresholdTable, marginThreshold: number): AtThreshold {
	const { margins, cumulativeAmount, cumulativeFrauds, cumulativeLabelled } = table;
	const flagged = countAtLeast(margins, marginThreshold);
	const tp = flagged === 0 ? 0 : cumulativeFrauds[flagged - 1];
	const fp = flagged === 0 ? 0 : cumulativeLabelled[flagged - 1] - tp;
	const last = margins.length - 1;
	const labelled = last < 0 ? 0 : cumulativeLabelled[last];
	const fn = labelled === 0 ? 0 : cumulativeFrauds[last] - tp;
	return {
		flagged,
		flaggedAmount: flagged === 0 ? 0 : cumulativeAmount[flagged - 1],
		confusion: labelled === 0 ? null : { tp, fp, fn, tn: labelled - tp - fp - fn }
	};
}

function marginForBudget({ margins }: ThresholdTable, alerts: number): number {
	if (!(alerts >= 0)) throw new RangeError(`A budget of alerts is not negative: ${alerts}.`);
	const affordable = Math.min(Math.floor(alerts), margins.length);
	if (affordable === 0) return Infinity;
	const margin = margins[affordable - 1];
	// Ties are flagged together or not at all.
	if (affordable === margins.length || margins[affordable] < margin) return margin;
	let higher = affordable - 1;
	while (higher > 0 && margins[higher - 1] === margin) higher--;
	return higher === 0 ? Infinity : margins[higher - 1];
}

/** The functions on a {@link ThresholdTable}. */
export const ThresholdTable = {
	/** O(rows). Throws RangeError when the columns differ in length. */
	build,
	/** Decisions when rows with `margin >= marginThreshold` are flagged; O(log rows), exact. */
	at,
	/**
	 * The lowest margin of a row that, as threshold, flags at most `alerts` rows; Infinity where even the highest margin
	 * is shared by more (or `alerts` is below 1). Throws RangeError for a negative or NaN budget.
	 */
	marginForBudget
} as const;
