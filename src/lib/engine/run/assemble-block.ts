import type { BackendName } from '../../core/backend';
import { clipMargin, scoreOfMargin } from '../../core/pack/score';
import { decide, decisions } from '../../core/policy/policy';
import type { Policy } from '../../core/policy/policy';
import type { ScoredBlock } from '../../core/run/types';
import { keepsFeatures } from './feature-sample';
import type { ScoringModel } from './model';
import type { ParsedBlock } from './parse-block';

/** Where a block stands in its table. */
export interface BlockPlace {
	readonly index: number;
	readonly firstRow: number;
	/** `[rows]`: decoded byte offset of each row. */
	readonly offset: Float64Array;
	readonly endOffset: number;
}

/**
 * Margins to scores and decisions, in the rows' order. The score is that of the margin as it is stored (float32), so that
 * a reopened run and its download say the same as the run did.
 *
 * @param margins `[parsed.scored]`, unclipped
 */
export function assembleBlock(
	place: BlockPlace,
	parsed: ParsedBlock,
	margins: Float32Array,
	model: ScoringModel,
	policy: Policy,
	backend: BackendName
): Omit<ScoredBlock, 'features' | 'kept' | 'profiles'> {
	const { rows, scored, entry, label, amount, timestamp, keys, rejects } = parsed;
	const margin = new Float32Array(rows).fill(NaN);
	const score = new Float64Array(rows).fill(NaN);
	const decision = new Uint8Array(rows).fill(255);
	for (let i = 0; i < scored; i++) {
		const row = entry[i];
		margin[row] = clipMargin(margins[i], model.manifest);
		score[row] = scoreOfMargin(margin[row], model.manifest);
		decision[row] = decisions.indexOf(decide(score[row], policy));
	}
	return { ...place, rows, margin, score, decision, label, amount, timestamp, keys, rejects, backend };
}

/**
 * The values that go into the log, as a copy.
 *
 * @param columns `[columns][scored]`: raw values or features, see `keepsRawValues`
 */
export function keptFeatures(
	firstRow: number,
	{ rows, scored, entry }: ParsedBlock,
	columns: readonly Float64Array[],
	decision: Uint8Array
): ScoredBlock['features'] {
	const keep: number[] = [];
	for (let i = 0; i < scored; i++) {
		if (keepsFeatures(firstRow + entry[i], decision[entry[i]] !== 0)) keep.push(i);
	}
	const width = columns.length;
	const values = new Float32Array(keep.length * width);
	for (let column = 0; column < width; column++) {
		const from = columns[column];
		for (let k = 0; k < keep.length; k++) values[k * width + column] = from[keep[k]];
	}
	return { rows: keep.length === rows ? null : Uint32Array.from(keep, (i) => entry[i]), values };
}
