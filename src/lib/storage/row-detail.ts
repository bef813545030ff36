import type { BackendName } from '../core/backend';
import type { RunStore } from '../core/run/store';
import { decisions, type Decision } from '../core/policy/policy';
import type { Reject, ScoredBlock } from '../core/run/types';
import { readLabel } from './top-rows';

/** All that the log has on one row of a run. */
export interface RowDetail {
	/** 1-based data row. */
	readonly row: number;
	/** Decoded byte offset of the row in its file. */
	readonly offset: number;
	/** Null, like score and decision, for a rejected row. */
	readonly margin: number | null;
	readonly score: number | null;
	/** By the policy of the run. */
	readonly decision: Decision | null;
	readonly label: 0 | 1 | null;
	readonly amount: number | null;
	readonly timestamp: number | null;
	readonly keys: { readonly [column: string]: string };
	/** Raw feature values in schema order; null where the row was not sampled for keeping. */
	readonly features: Float32Array | null;
	/** What was wrong with it. A bad label is there too, though its row is scored. */
	readonly rejects: readonly Reject[];
	/** Its cells, where it is one of the highest rows. */
	readonly cells: readonly string[] | null;
	readonly backend: BackendName;
}

/**
 * Looks one row up, 1-based; undefined when the log does not have it. With `blockStarts` of `loadRunArrays` only its own
 * block is read, else all blocks up to it.
 */
export async function rowDetail(
	store: Pick<RunStore, 'blocks' | 'block'>,
	runId: string,
	row: number,
	blockStarts?: readonly number[]
): Promise<RowDetail | undefined> {
	const index = blockStarts ? lastAtOrBefore(blockStarts, row) : await findBlock(store, runId, row);
	const block = index === undefined ? undefined : await store.block(runId, index);
	if (!block || row < block.firstRow || row >= block.firstRow + block.rows) return undefined;
	const i = row - block.firstRow;
	const decision = decisions[block.decision[i] ?? 255];
	return {
		row,
		offset: block.offset[i] ?? 0,
		margin: finite(block.margin[i]),
		score: finite(block.score[i]),
		decision: decision ?? null,
		label: readLabel(block.label[i]),
		amount: finite(block.amount[i]),
		timestamp: finite(block.timestamp[i]),
		keys: Object.fromEntries(Object.entries(block.keys).map(([column, texts]) => [column, texts[i] ?? ''])),
		features: featuresOf(block, i),
		rejects: block.rejects.filter((reject) => reject.row === row),
		cells: block.kept.find((kept) => kept.row === row)?.cells ?? null,
		backend: block.backend
	};
}

/** Raw features of entry i of a block, or null where they were not kept. */
export function featuresOf(block: ScoredBlock, i: number): Float32Array | null {
	const features = block.features;
	if (!features) return null;
	const kept = features.rows ? features.rows.length : block.rows;
	const place = features.rows ? features.rows.indexOf(i) : i;
	if (place < 0 || kept === 0) return null;
	const width = features.values.length / kept;
	return features.values.slice(place * width, (place + 1) * width);
}

async function findBlock(store: Pick<RunStore, 'blocks'>, runId: string, row: number): Promise<number | undefined> {
	for await (const block of store.blocks(runId)) {
		if (row < block.firstRow + block.rows) return block.index;
	}
	return undefined;
}

/** Index of the last start that is not after the row, by bisection. */
function lastAtOrBefore(starts: readonly number[], row: number): number | undefined {
	let [low, high] = [0, starts.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((starts[middle] ?? Infinity) <= row) low = middle + 1;
		else high = middle;
	}
	return low === 0 ? undefined : low - 1;
}

function finite(value: number | undefined): number | null {
	return value === undefined || Number.isNaN(value) ? null : value;
}
