import type { BackendName } from '../../core/backend';
import { clipMargins, scoresOfMargins } from '../../core/pack/score';
import { decisionCodes } from '../../core/policy/policy';
import type { Policy } from '../../core/policy/policy';
import type { ScoredBlock } from '../../core/run/types';
import { keepAllRows, keepsFeatures } from './feature-sample';
import type { ScoringModel } from './model';
import type { ParsedBlock } from './parse-block';
import { SpareBuffers } from './spare-buffers';
import { gather } from './thin-features';

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
	const margin = spread(margins, parsed);
	clipMargins(margin, model.manifest);
	const score = scoresOfMargins(margin, model.manifest);
	const decision = decisionCodes(score, policy);
	if (scored < rows) markRejected(decision, entry);
	return { ...place, rows, margin, score, decision, label, amount, timestamp, keys, rejects, backend };
}

/**
 * The values that go into the log, as a copy.
 *
 * @param columns `[columns][scored]`: raw values or features, see `keepsRawValues`
 * @param spare where memory is taken from
 */
export function keptFeatures(
	firstRow: number,
	{ rows, scored, entry }: ParsedBlock,
	columns: readonly Float64Array[],
	decision: Uint8Array,
	spare = new SpareBuffers()
): ScoredBlock['features'] {
	if (firstRow + rows - 1 <= keepAllRows) {
		const values = roomFor(scored * columns.length, spare);
		columns.forEach((column, c) => values.set(column.subarray(0, scored), c * scored));
		return { rows: scored === rows ? null : entry.slice(), values };
	}
	const keep = new Uint32Array(scored);
	let kept = 0;
	for (let i = 0; i < scored; i++) {
		if (keepsFeatures(firstRow + entry[i], decision[entry[i]] !== 0)) keep[kept++] = i;
	}
	const wanted = keep.subarray(0, kept);
	const values = roomFor(kept * columns.length, spare);
	columns.forEach((column, c) => gather(column, wanted, values.subarray(c * kept)));
	return { rows: kept === rows ? null : Uint32Array.from(wanted, (i) => entry[i]), values };
}

/** `[rows]`: margins of the rows that were scored, NaN elsewhere; a copy. */
function spread(margins: Float32Array, { rows, scored, entry }: ParsedBlock): Float32Array<ArrayBuffer> {
	if (scored === rows) return margins.slice(0, rows);
	const margin = new Float32Array(rows).fill(NaN);
	for (let i = 0; i < scored; i++) margin[entry[i]] = margins[i];
	return margin;
}

/** @param entry ascending: the rows that are not rejected */
function markRejected(decision: Uint8Array, entry: Uint32Array): void {
	let next = 0;
	for (let row = 0; row < decision.length; row++) {
		if (next < entry.length && entry[next] === row) next++;
		else decision[row] = 255;
	}
}

/** A view of so many numbers, of any content, at the beginning of a buffer that may be larger. */
function roomFor(count: number, spare: SpareBuffers): Float32Array<ArrayBuffer> {
	return new Float32Array(spare.take(4 * count), 0, count);
}
