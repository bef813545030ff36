import type { RunStore } from '../core/run/store';
import type { Reject } from '../core/run/types';
import { notFound } from './failures';
import { TopRows, type TopRow } from './top-rows';

/** Rows of highest margin that keep their cells. */
const topLimit = 1_000;
/** Rejects that are listed; all are counted. */
const rejectLimit = 10_000;

/** The columns of a whole run; entry i of every array is data row i + 1. The codes are those of `ScoredBlock`. */
export interface RunArrays {
	readonly rows: number;
	readonly margin: Float32Array;
	readonly score: Float64Array;
	readonly decision: Uint8Array;
	readonly label: Uint8Array;
	readonly amount: Float64Array;
	readonly timestamp: Float64Array;
	/** Text of the id and entity columns. */
	readonly keys: { readonly [column: string]: readonly string[] };
	/** The first thousands, in file order. */
	readonly rejects: readonly Reject[];
	/** All of them, those beyond the list included. */
	readonly rejectCount: number;
	/** The up to 1,000 rows of highest margin, highest first. */
	readonly top: readonly TopRow[];
	/** First data row of every block; lets `rowDetail` go straight to the right one. */
	readonly blockStarts: readonly number[];
}

/**
 * Reads a finished or unfinished run back from the log, without its file: about 38 bytes a row and the text of its keys,
 * besides a few blocks at a time. Rejects with `storage.not-found`.
 */
export async function loadRunArrays(store: Pick<RunStore, 'getRun' | 'blocks'>, runId: string): Promise<RunArrays> {
	const run = await store.getRun(runId);
	if (!run) throw notFound(runId);
	let capacity = run.counts.rows;
	let margin = new Float32Array(capacity);
	let score = new Float64Array(capacity);
	let decision = new Uint8Array(capacity);
	let label = new Uint8Array(capacity);
	let amount = new Float64Array(capacity);
	let timestamp = new Float64Array(capacity);
	const keys: { [column: string]: string[] } = {};
	const rejects: Reject[] = [];
	const blockStarts: number[] = [];
	const top = new TopRows(topLimit);
	let rejectCount = 0;
	let rows = 0;
	for await (const block of store.blocks(runId)) {
		const end = rows + block.rows;
		if (end > capacity) {
			// the counts lag behind the blocks while a run goes on
			capacity = Math.max(end, 2 * capacity);
			margin = grown(margin, new Float32Array(capacity));
			score = grown(score, new Float64Array(capacity));
			decision = grown(decision, new Uint8Array(capacity));
			label = grown(label, new Uint8Array(capacity));
			amount = grown(amount, new Float64Array(capacity));
			timestamp = grown(timestamp, new Float64Array(capacity));
		}
		margin.set(block.margin, rows);
		score.set(block.score, rows);
		decision.set(block.decision, rows);
		label.set(block.label, rows);
		amount.set(block.amount, rows);
		timestamp.set(block.timestamp, rows);
		for (const [column, texts] of Object.entries(block.keys)) {
			const all = (keys[column] ??= []);
			for (const text of texts) all.push(text);
		}
		for (const reject of block.rejects) if (rejects.length < rejectLimit) rejects.push(reject);
		rejectCount += block.rejects.length;
		top.add(block);
		blockStarts.push(block.firstRow);
		rows = end;
	}
	return {
		rows,
		margin: margin.subarray(0, rows),
		score: score.subarray(0, rows),
		decision: decision.subarray(0, rows),
		label: label.subarray(0, rows),
		amount: amount.subarray(0, rows),
		timestamp: timestamp.subarray(0, rows),
		keys,
		rejects,
		rejectCount,
		top: top.result(),
		blockStarts
	};
}

function grown<A extends Float64Array | Float32Array | Uint8Array>(from: A, to: A): A {
	to.set(from);
	return to;
}
