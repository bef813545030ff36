import { accuracy, f1, precision, recall } from '../../core/metrics/confusion';
import type { Confusion } from '../../core/metrics/confusion';
import { countBlock, noCounts, plusCounts } from '../../core/run/counts';
import type { BatchMetrics, ProfileCounts, RunCounts, ScoredBlock } from '../../core/run/types';

/** A ratio over nothing is unknown, not a number. */
const known = (ratio: number): number | null => (Number.isNaN(ratio) ? null : ratio);

/** The running totals of a run, fed block by block; fed from stored blocks they stand where an interrupted run stood. */
export class RunTally {
	private sums = noCounts;
	private scoreSum = 0;
	/** Labelled and scored rows by `[label][flagged]`. */
	private readonly byLabel: readonly [Float64Array, Float64Array] = [new Float64Array(2), new Float64Array(2)];

	get rows(): number {
		return this.sums.rows;
	}

	get scored(): number {
		return this.sums.scored;
	}

	get flagged(): number {
		return this.sums.flagged;
	}

	/** Null while no block has any. */
	get profiles(): ProfileCounts | null {
		return this.sums.profiles ?? null;
	}

	/** Adds a block whose decisions are by the run's policy. */
	add(block: ScoredBlock): void {
		this.sums = plusCounts(this.sums, countBlock(block));
		const { rows, score, decision, label } = block;
		const [normal, fraud] = this.byLabel;
		let sum = this.scoreSum;
		for (let i = 0; i < rows; i++) {
			const code = decision[i];
			if (code === 255) continue;
			sum += score[i];
			if (label[i] === 0) normal[code === 0 ? 0 : 1]++;
			else if (label[i] === 1) fraud[code === 0 ? 0 : 1]++;
		}
		this.scoreSum = sum;
	}

	/** By the run's policy; null while no scored row has a label. */
	get confusion(): Confusion | null {
		const [[tn, fp], [fn, tp]] = this.byLabel;
		return tp + fp + fn + tn === 0 ? null : { tp, fp, fn, tn };
	}

	/** @param bytes source bytes read so far */
	counts(bytes: number): RunCounts {
		return { ...this.sums, bytes };
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
