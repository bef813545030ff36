import { countBelow } from '../sketch/distinct';
import { calibrationEdges } from './calibration';
import { countAbove } from './count-at-least';
import type { Ranking } from './ranking';
import type { ScoredColumns } from './scored-rows';

/** Neighbouring rows of one group of a ranking and one bin of the expected calibration error. */
export interface Segment {
	readonly group: number;
	readonly bin: number;
	/** Index after its last row. */
	readonly end: number;
}

/** The rows of a class by descending score, in columns that a sample adds up. */
export interface ClassRows {
	readonly segments: readonly Segment[];
	readonly weight: Float64Array<ArrayBuffer>;
	/** `weight · (score - label)`. */
	readonly gap: Float64Array<ArrayBuffer>;
	/** `weight · (score - label)²`. */
	readonly squaredError: Float64Array<ArrayBuffer>;
	/** `weight · amount` of a fraud, and the same where the threshold misses it; null for normal rows or without amounts. */
	readonly loss: { readonly all: Float64Array<ArrayBuffer>; readonly missed: Float64Array<ArrayBuffer> } | null;
}

/** The rows of a label; O(n log n). */
export function classRows(rows: ScoredColumns, label: 0 | 1, ranking: Ranking, threshold: number | null): ClassRows {
	const { scores, weights, amounts } = rows;
	const members = Uint32Array.from(scores.keys())
		.filter((row) => rows.labels[row] === label)
		.sort((a, b) => scores[b] - scores[a]);
	const column = (of: (row: number) => number) => Float64Array.from(members, of);
	const lossOf = (money: Float64Array) => ({
		all: column((row) => weights[row] * money[row]),
		missed: column((row) => (threshold !== null && scores[row] < threshold ? weights[row] * money[row] : 0))
	});
	return {
		segments: segmentsOf(column((row) => scores[row]), ranking),
		weight: column((row) => weights[row]),
		gap: column((row) => weights[row] * (scores[row] - label)),
		squaredError: column((row) => weights[row] * (scores[row] - label) ** 2),
		loss: label === 1 && amounts !== null ? lossOf(amounts) : null
	};
}

function segmentsOf(descending: Float64Array, ranking: Ranking): Segment[] {
	const segments: Segment[] = [];
	descending.forEach((score, i) => {
		const segment = { group: countAbove(ranking.scores, score), bin: countBelow(calibrationEdges, score), end: i + 1 };
		const last = segments.at(-1);
		if (last?.group === segment.group && last.bin === segment.bin) segments.pop();
		segments.push(segment);
	});
	return segments;
}
