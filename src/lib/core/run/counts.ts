import type { ProfileCounts, RunCounts, ScoredBlock } from './types';

/** Of a run without blocks. */
export const noCounts: RunCounts = {
	rows: 0,
	scored: 0,
	rejected: 0,
	badLabels: 0,
	labelled: 0,
	frauds: 0,
	flagged: 0,
	flaggedAmount: 0,
	bytes: 0
};

/** What one block adds to the counts of its run; `bytes` is how far into the decoded file it reaches. Rejected rows have no label. */
export function countBlock(block: ScoredBlock): RunCounts {
	const { rows, decision, label, amount } = block;
	let scored = 0;
	let labelled = 0;
	let frauds = 0;
	let flagged = 0;
	let flaggedAmount = 0;
	for (let i = 0; i < rows; i++) {
		const code = decision[i];
		if (code === 255) continue;
		scored++;
		if (label[i] <= 1) {
			labelled++;
			frauds += label[i];
		}
		if (code === 0) continue;
		flagged++;
		if (!Number.isNaN(amount[i])) flaggedAmount += amount[i];
	}
	const rejected = rows - scored;
	const bytes = block.endOffset;
	const badLabels = block.rejects.filter((reject) => reject.code === 'cell.bad-label').length;
	const { profiles } = block;
	return { rows, scored, rejected, badLabels, labelled, frauds, flagged, flaggedAmount, bytes, ...(profiles && { profiles }) };
}

/** The counts with those of one more block, or (`sign` -1) without those of one that was counted; `bytes` never goes back. */
export function plusCounts(before: RunCounts, added: RunCounts, sign: 1 | -1 = 1): RunCounts {
	const profiles = added.profiles ? plusProfiles(before.profiles, added.profiles, sign) : before.profiles;
	return {
		rows: before.rows + sign * added.rows,
		scored: before.scored + sign * added.scored,
		rejected: before.rejected + sign * added.rejected,
		badLabels: (before.badLabels ?? 0) + sign * (added.badLabels ?? 0),
		labelled: before.labelled + sign * added.labelled,
		frauds: before.frauds + sign * added.frauds,
		flagged: before.flagged + sign * added.flagged,
		flaggedAmount: before.flaggedAmount + sign * added.flaggedAmount,
		bytes: Math.max(before.bytes, sign * added.bytes),
		...(profiles && { profiles })
	};
}

/** @param before undefined where no block had any */
export function plusProfiles(before: ProfileCounts | undefined, added: ProfileCounts, sign: 1 | -1 = 1): ProfileCounts {
	return {
		withoutHistory: (before?.withoutHistory ?? 0) + sign * added.withoutHistory,
		late: (before?.late ?? 0) + sign * added.late,
		repeated: (before?.repeated ?? 0) + sign * added.repeated
	};
}
