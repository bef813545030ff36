import { countBelow } from '../sketch/distinct';
import type { Confusion } from './confusion';
import { countAtLeast } from './count-at-least';
import { ownColumns, sortedColumns } from './threshold-columns';
import type { OwnColumns, ThresholdColumns } from './threshold-columns';

export type { ThresholdColumns };

/**
 * What a threshold slider reads: all scored rows by descending margin with running totals, so that any threshold is
 * answered exactly in a binary search. Entry i covers the i + 1 rows of highest margin; the rank of a row is its entry.
 * Plain typed arrays: survives structured cloning, and the buffers can be transferred. 12 bytes a row and 4 for each fraud.
 */
export interface ThresholdTable {
	/** Descending. */
	readonly margins: Float32Array<ArrayBuffer>;
	/** Money at stake in these rows, in the unit of the amounts; a NaN amount counts 0. */
	readonly cumulativeAmount: Float64Array<ArrayBuffer>;
	/** Ranks of the rows labelled 1, ascending. */
	readonly frauds: Uint32Array<ArrayBuffer>;
	/** Whether most rows are labelled 0 or 1. */
	readonly mostLabelled: boolean;
	/** Ranks of the rows of which that is not true, ascending: those without a label, or the few with one. */
	readonly otherwise: Uint32Array<ArrayBuffer>;
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

function fromOwn(columns: OwnColumns): { table: ThresholdTable; scores: OwnColumns['score'] } {
	const { margin: margins, amount, label, score } = sortedColumns(columns);
	sumUp(amount);
	return { table: { margins, cumulativeAmount: amount, ...ranksByLabel(label) }, scores: score };
}

/** Running sums in place, by Neumaier's compensated sum: cents stay right over millions of rows. */
function sumUp(amount: Float64Array): void {
	let sum = 0;
	let lost = 0;
	for (let i = 0; i < amount.length; i++) {
		const money = amount[i];
		if (!Number.isNaN(money)) {
			const next = sum + money;
			lost += Math.abs(sum) >= Math.abs(money) ? sum - next + money : money - next + sum;
			sum = next;
		}
		amount[i] = sum + lost;
	}
}

function ranksByLabel(label: Uint8Array): Pick<ThresholdTable, 'frauds' | 'mostLabelled' | 'otherwise'> {
	let labelled = 0;
	let positives = 0;
	for (let i = 0; i < label.length; i++) {
		if (label[i] > 1) continue;
		labelled++;
		positives += label[i];
	}
	const mostLabelled = 2 * labelled > label.length;
	const frauds = new Uint32Array(positives);
	const otherwise = new Uint32Array(mostLabelled ? label.length - labelled : labelled);
	let [fraud, other] = [0, 0];
	for (let i = 0; i < label.length; i++) {
		if (label[i] === 1) frauds[fraud++] = i;
		if ((label[i] <= 1) !== mostLabelled) otherwise[other++] = i;
	}
	return { frauds, mostLabelled, otherwise };
}

function at(table: ThresholdTable, marginThreshold: number): AtThreshold {
	const { margins, cumulativeAmount, frauds, mostLabelled, otherwise } = table;
	const flagged = countAtLeast(margins, marginThreshold);
	const tp = countBelow(frauds, flagged);
	const others = countBelow(otherwise, flagged);
	const fp = (mostLabelled ? flagged - others : others) - tp;
	const labelled = mostLabelled ? margins.length - otherwise.length : otherwise.length;
	const fn = frauds.length - tp;
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
	 * becomes that of the results. Takes 8 bytes a row more while it works, in which sums of hundredths stay.
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
