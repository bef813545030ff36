import { accuracy, f1, precision, recall } from '../../core/metrics/confusion';
import type { Confusion } from '../../core/metrics/confusion';
import type { BatchMetrics, ProfileCounts, RunCounts, ScoredBlock } from '../../core/run/types';

/** A ratio over nothing is unknown, not a number. */
const known = (ratio: number): number | null => (Number.isNaN(ratio) ? null : ratio);

/** The running totals of a run, fed block by block; fed from stored blocks they stand where an interrupted run stood. */
export class RunTally {
	rows = 0;
	scored = 0;
	badLabels = 0;
	flagged = 0;
	flaggedAmount = 0;
	/** Null while no block has any. */
	profiles: ProfileCounts | null = null;
	private scoreSum = 0;
	/** Labelled and scored rows by `[label][flagged]`. */
	private readonly byLabel: readonly [Float64Array, Float64Array] = [new Float64Array(2), new Float64Array(2)];

	/** Adds a block whose decisions are by the run's policy. */
	add(block: ScoredBlock): void {
		if (block.profiles) this.profiles = sumOfProfiles(this.profiles, block.profiles);
		const { rows, score, decision, label, amount, rejects } = block;
		this.rows += rows;
		for (let i = 0; i < rows; i++) {
			if (decision[i] === 255) continue;
			this.scored++;
			this.scoreSum += score[i];
			const flagged = decision[i] === 0 ? 0 : 1;
			this.flagged += flagged;
			if (flagged === 1 && !Number.isNaN(amount[i])) this.flaggedAmount += amount[i];
			if (label[i] === 0 || label[i] === 1) this.byLabel[label[i]][flagged]++;
		}
		for (const reject of rejects) if (reject.code === 'cell.bad-label') this.badLabels++;
	}

	/** By the run's policy; null while no scored row has a label. */
	get confusion(): Confusion | null {
		const [[tn, fp], [fn, tp]] = this.byLabel;
		return tp + fp + fn + tn === 0 ? null : { tp, fp, fn, tn };
	}

	/** @param bytes source bytes read so far */
	counts(bytes: number): RunCounts {
		const { rows, scored, badLabels, flagged, flaggedAmount, confusion } = this;
		const { tp, fp, fn, tn } = confusion ?? { tp: 0, fp: 0, fn: 0, tn: 0 };
		const [labelled, frauds] = [tp + fp + fn + tn, tp + fn];
		const counts = { rows, scored, rejected: rows - scored, badLabels, labelled, frauds, flagged, flaggedAmount, bytes };
		return this.profiles ? { ...counts, profiles: this.profiles } : counts;
	}

	/** The older systems' row of figures. A figure over nothing is null, as all four are without labels. */
	metrics(runId: string, timestamp: number): BatchMetrics {
		const { confusion, scored, scoreSum } = this;
		const figure = (of: (c: Confusion) => number) => (confusion === null ? null : known(of(confusion)));
		return {
			runId,
			timestamp,
			num_samples: scored,
			avg_probability: scored === 0 ? 0 : scoreSum / scored,
			accuracy: figure(accuracy),
			precision: figure(precision),
			recall: figure(recall),
			f1_score: figure(f1)
		};
	}
}

/** @param before null for none yet */
export function sumOfProfiles(before: ProfileCounts | null, added: ProfileCounts): ProfileCounts {
	if (before === null) return added;
	return {
		withoutHistory: before.withoutHistory + added.withoutHistory,
		late: before.late + added.late,
		repeated: before.repeated + added.repeated
	};
}
