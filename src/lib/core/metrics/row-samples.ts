import type { Random } from '../random/random';
import { calibrationEdges } from './calibration';
import { classRows, type ClassRows } from './class-rows';
import { mergeNegativeRuns } from './merge-groups';
import { rank, type Ranking } from './ranking';
import type { ScoredColumns } from './scored-rows';

/** What the figures of a set of rows are computed from. Overwritten by the next sample: not to be kept. */
export interface RowSample {
	/** Negative runs are merged; see {@link mergeNegativeRuns} for the figures that this leaves unchanged. */
	readonly ranking: Ranking;
	/** Sum of `weight · (score - label)` in each bin of the expected calibration error. */
	readonly gaps: Float64Array;
	/** Sum of `weight · (score - label)²`. */
	readonly squaredError: number;
	/** Sum of `weight · amount` over the frauds below the threshold, and over all frauds; 0 without amounts. */
	readonly missedAmount: number;
	readonly fraudAmount: number;
}

/**
 * Samples of some rows: all of them once, or a stratified bootstrap draw (in each class as many rows as there are, with
 * replacement; a row drawn twice counts its weight twice, so weights may differ within a class).
 *
 * A draw sorts nothing: rows are in order, it counts how often each is drawn (one byte a row) and adds up once through.
 */
export function rowSamples(rows: ScoredColumns, threshold: number | null): { all(): RowSample; draw(random: Random): RowSample } {
	const merged = mergeNegativeRuns(rank(rows.scores, rows.labels, rows.weights), threshold === null ? [] : [threshold]);
	const positive = classRows(rows, 1, merged, threshold);
	const negative = classRows(rows, 0, merged, threshold);
	const ranking = {
		...merged,
		positive: new Float64Array(merged.scores.length),
		negative: new Float64Array(merged.scores.length)
	};
	const gaps = new Float64Array(calibrationEdges.length + 1);
	// A byte is enough: of more than 255 rows none is drawn 256 times, by odds of some 10⁵⁰⁰ to one.
	const counts = { positive: new Uint8Array(positive.weight.length), negative: new Uint8Array(negative.weight.length) };

	function sum(): RowSample {
		for (const column of [ranking.positive, ranking.negative, gaps]) column.fill(0);
		return {
			ranking,
			gaps,
			squaredError:
				addSegments(positive, counts.positive, ranking.positive, gaps) +
				addSegments(negative, counts.negative, ranking.negative, gaps),
			missedAmount: positive.loss === null ? 0 : dot(counts.positive, positive.loss.missed),
			fraudAmount: positive.loss === null ? 0 : dot(counts.positive, positive.loss.all)
		};
	}

	return {
		all() {
			counts.positive.fill(1);
			counts.negative.fill(1);
			return sum();
		},
		draw(random) {
			drawCounts(counts.positive, random);
			drawCounts(counts.negative, random);
			return sum();
		}
	};
}

function drawCounts(counts: Uint8Array, random: Random): void {
	counts.fill(0);
	const rows = counts.length;
	// Half the time of `int`; what it favours is below 2⁻²⁰.
	for (let i = 0; i < rows; i++) counts[Math.floor(random.next() * rows)]++;
}

/** Adds the counted rows to their groups and bins; the sum of their squared errors. */
function addSegments(
	{ segments, weight, gap, squaredError }: ClassRows,
	counts: Uint8Array,
	groups: Float64Array,
	gaps: Float64Array
): number {
	let row = 0;
	let errors = 0;
	for (const segment of segments) {
		let [weights, distance] = [0, 0];
		for (; row < segment.end; row++) {
			const count = counts[row];
			weights += count * weight[row];
			distance += count * gap[row];
			errors += count * squaredError[row];
		}
		groups[segment.group] += weights;
		gaps[segment.bin] += distance;
	}
	return errors;
}

function dot(counts: Uint8Array, values: Float64Array): number {
	let sum = 0;
	for (let row = 0; row < counts.length; row++) sum += counts[row] * values[row];
	return sum;
}
