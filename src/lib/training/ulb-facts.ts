import { firstOccurrences } from './data/first-occurrences';
import { fraudCount, selectRows } from './dataset';
import type { Dataset } from './dataset';

/** What is publicly known of Kaggle's creditcard.csv; its publisher states no digest. */
const fullFile = {
	rows: 284_807,
	frauds: 492,
	distinctRows: 283_726,
	distinctFrauds: 473,
	lastTime: 172_792,
	greatestAmount: 25_691.16,
	meanAmount: 88.349619
} as const;

export interface UlbFinding {
	/** `full`: every check holds; `all-frauds`, `first-rows`: a part of it, as far as counts can tell; `other`: neither. */
	readonly kind: 'full' | 'all-frauds' | 'first-rows' | 'other';
	readonly rows: number;
	readonly frauds: number;
	readonly distinctRows: number;
	readonly distinctFrauds: number;
	/** Sentences for a person. */
	readonly remarks: readonly string[];
}

/** Judges a table with the ULB columns by its content. Columns of `raw`: Time, V1–V28, Amount. */
export function recogniseUlb(data: Dataset): UlbFinding {
	const distinct = selectRows(data, firstOccurrences(data));
	const counts = {
		rows: data.rows,
		frauds: fraudCount(data),
		distinctRows: distinct.rows,
		distinctFrauds: fraudCount(distinct)
	};
	const time = data.raw[0];
	const amount = data.raw[data.raw.length - 1];
	const ordered = time.every((value, row) => row === 0 || value >= time[row - 1]);
	const facts = {
		...counts,
		lastTime: time.reduce((most, value) => Math.max(most, value), 0),
		greatestAmount: amount.reduce((most, value) => Math.max(most, value), 0),
		meanAmount: Number((amount.reduce((sum, value) => sum + value, 0) / data.rows).toFixed(6))
	};
	const differing = Object.entries(fullFile).filter(([fact, value]) => Object.entries(facts).some(([name, got]) => name === fact && got !== value));
	if (differing.length === 0 && ordered) {
		return {
			kind: 'full',
			...counts,
			remarks: [
				'This agrees with all that is published of the original: rows, frauds, distinct rows, time span and amounts.',
				'The publisher states no digest, so that every single cell is the original’s cannot be checked.'
			]
		};
	}
	if (counts.rows < fullFile.rows && counts.frauds === fullFile.frauds && counts.distinctFrauds === fullFile.distinctFrauds) {
		const weight = ((fullFile.distinctRows - fullFile.distinctFrauds) / (counts.distinctRows - counts.distinctFrauds)).toFixed(4);
		return {
			kind: 'all-frauds',
			...counts,
			remarks: [
				`This has the number of frauds of the original (${fullFile.frauds}, ${fullFile.distinctFrauds} of them distinct) and a part of its normal transactions.`,
				`Good for training: after dropping repeated rows one normal row stands for ${weight}, if they are a uniform sample.`,
				'Whether they are, and whether the rows are the original’s, cannot be checked from the file alone.'
			]
		};
	}
	if (counts.rows < fullFile.rows && ordered && time[0] === 0) {
		return {
			kind: 'first-rows',
			...counts,
			remarks: [
				`This could be the first ${counts.rows} rows of the original: times ascend from 0 to ${facts.lastTime} s. Good as a stream, too short a time for training.`,
				'Whether no row is missing in between cannot be checked from the file alone.'
			]
		};
	}
	return {
		kind: 'other',
		...counts,
		remarks: [
			'This has the columns of the original but is neither it nor a known kind of part of it.',
			...differing.map(([fact, value]) => `The original has ${fact} = ${value}.`)
		]
	};
}
