import { AmountColumn } from '../../core/metrics/amounts';
import type { OwnColumns } from '../../core/metrics/threshold-columns';
import type { Manifest } from '../../core/pack/manifest';
import { scoresOfMargins } from '../../core/pack/score';
import type { ScoredBlock } from '../../core/run/types';

/** How a run's margins became scores. */
export type Scoring = Pick<Manifest, 'marginBounds' | 'calibration'>;

type Columns = Pick<ScoredBlock, 'rows' | 'margin' | 'score' | 'amount' | 'label'>;

const leastRoom = 1 << 16;

/**
 * The columns of a run's scored rows that its analysis is made from, in growing arrays: 21 bytes a row; 8 less where scores
 * can be computed from margins, and 4 less while all amounts are whole hundredths.
 */
export class ScoredRowColumns {
	private rows = 0;
	private margin: Float32Array<ArrayBuffer>;
	private amount: AmountColumn;
	private label: Uint8Array<ArrayBuffer>;
	private score: Float64Array<ArrayBuffer> | null;
	/** For the amounts of a block with rejected rows. */
	private spare = new Float64Array(0);

	/** @param expectedRows room made at once; more is made as it is needed */
	constructor(
		expectedRows: number,
		private readonly scoring: Scoring | null
	) {
		const room = Math.max(expectedRows, leastRoom);
		this.margin = new Float32Array(room);
		this.amount = new AmountColumn(room);
		this.label = new Uint8Array(room);
		this.score = scoring === null ? new Float64Array(room) : null;
	}

	/** Adds a block's scored rows. */
	add(block: Columns): void {
		const { rows, margin, amount, label, score } = block;
		const at = this.rows;
		if (at + rows > this.margin.length) this.grow(at + rows);
		if (margin.includes(NaN)) {
			this.addScored(block);
			return;
		}
		this.margin.set(margin, at);
		this.amount.write(at, amount);
		this.label.set(label, at);
		this.score?.set(score, at);
		this.rows += rows;
	}

	private addScored(block: Columns): void {
		if (this.spare.length < block.rows) this.spare = new Float64Array(block.rows);
		const { margin, label, score, spare } = this;
		const { margin: margins, amount: amounts, label: labels, score: scores } = block;
		const before = this.rows;
		let at = before;
		for (let row = 0; row < block.rows; row++) {
			const value = margins[row];
			if (Number.isNaN(value)) continue;
			margin[at] = value;
			spare[at - before] = amounts[row];
			label[at] = labels[row];
			if (score !== null) score[at] = scores[row];
			at++;
		}
		this.amount.write(before, spare.subarray(0, at - before));
		this.rows = at;
	}

	/** The columns, the caller's from then on: this is empty afterwards. */
	take(): OwnColumns {
		const { rows, margin, amount, label, score } = this;
		const taken = {
			margin: fitted(margin, rows),
			amount: fitted(amount.values, rows),
			label: fitted(label, rows),
			score: score && fitted(score, rows)
		};
		this.rows = 0;
		this.margin = new Float32Array(0);
		this.amount = new AmountColumn(0);
		this.label = new Uint8Array(0);
		this.score = score && new Float64Array(0);
		return taken;
	}

	/** Scores that were not kept, computed from their margins. */
	scoresOf(margins: Float32Array): Float64Array<ArrayBuffer> {
		if (this.scoring === null) throw new Error('These scores were kept.');
		return scoresOfMargins(margins, this.scoring);
	}

	private grow(needed: number): void {
		const room = Math.max(needed, Math.ceil(this.margin.length * 1.5));
		const { margin, label, score } = this;
		this.margin = new Float32Array(room);
		this.margin.set(margin);
		this.amount.grow(room);
		this.label = new Uint8Array(room);
		this.label.set(label);
		if (score === null) return;
		this.score = new Float64Array(room);
		this.score.set(score);
	}
}

/** In a buffer of just its size where much of it would be left over: whoever is sent a view is sent the whole buffer. */
function fitted<A extends { readonly length: number; slice(from: number, to: number): A; subarray(from: number, to: number): A }>(
	values: A,
	length: number
): A {
	return length < 0.9 * values.length ? values.slice(0, length) : values.subarray(0, length);
}
