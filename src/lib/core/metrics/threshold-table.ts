import type { Confusion } from './confusion';
import { countAtLeast } from './count-at-least';
import { orderDescending } from './descending';
import { ownColumns } from './threshold-columns';
import type { OwnColumns, ThresholdColumns } from './threshold-columns';

export type { ThresholdColumns };

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

/** What a threshold decides. The confusion is in labelled rows; null where no row has a label. */
export interface AtThreshold {
	readonly flagged: number;
	readonly flaggedAmount: number;
	readonly confusion: Confusion | null;
}

function build(columns: ThresholdColumns): ThresholdTable {
	return fromOwn(ownColumns(columns)).table;
}

function fromOwn({ margin, amount, label, score }: OwnColumns): { table: ThresholdTable; scores: OwnColumns['score'] } {
	const rows = margin.length;
	const order = new Uint32Array(rows);
	const spare = new Uint32Array(rows);
	orderDescending(margin, order, spare);
	// Memory that is no longer read is written to next: the spare, then the amounts', the margins' and the order's.
	const margins = new Float32Array(spare.buffer);
	for (let i = 0; i < rows; i++) margins[i] = margin[order[i]];
	const cumulativeAmount = runningSums(amount, order);
	if (score !== null) for (let i = 0; i < rows; i++) amount[i] = score[order[i]];
	const cumulativeLabelled = new Uint32Array(margin.buffer, margin.byteOffset, rows);
	let frauds = 0;
	let labelled = 0;
	for (let i = 0; i < rows; i++) {
		const truth = label[order[i]];
		if (truth <= 1) {
			labelled++;
			frauds += truth;
		}
		cumulativeLabelled[i] = labelled;
		order[i] = frauds;
	}
	const table = { margins, cumulativeAmount, cumulativeFrauds: order, cumulativeLabelled };
	return { table, scores: score === null ? null : amount };
}

/** By Neumaier's compensated sum: cents stay right over millions of rows. */
function runningSums(amount: Float64Array, order: Uint32Array): Float64Array<ArrayBuffer> {
	const sums = new Float64Array(order.length);
	let sum = 0;
	let lost = 0;
	for (let i = 0; i < order.length; i++) {
		const money = amount[order[i]];
		if (!Number.isNaN(money)) {
			const next = sum + money;
			lost += Math.abs(sum) >= Math.abs(money) ? sum - next + money : money - next + sum;
			sum = next;
		}
		sums[i] = sum + lost;
	}
	return sums;
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
	/**
	 * As `build`, from columns that are its own from then on, and their scores in the table's order: memory of the columns
	 * becomes that of the results. Takes 16 bytes a row more while it works.
	 */
	fromOwn,
	/** Decisions when rows with `margin >= marginThreshold` are flagged; O(log rows), exact. */
	at,
	/**
	 * The lowest margin of a row that, as threshold, flags at most `alerts` rows; Infinity where even the highest margin
	 * is shared by more (or `alerts` is below 1). Throws RangeError for a negative or NaN budget.
	 */
	marginForBudget
} as const;
