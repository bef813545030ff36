import type { Certificate } from '../../core/backend';
import type { Policy } from '../../core/policy/policy';
import type { ScoredBlock } from '../../core/run/types';
import type { OpenTable, RecordBatch } from '../../csv/types';
import { assembleBlock, keptFeatures } from './assemble-block';
import type { BackendRelay, Handover } from './backend-relay';
import type { RunColumns } from './columns';
import type { ScoringModel } from './model';
import { nextTask, throwIfAborted } from './pace';
import { parseBlock } from './parse-block';
import type { ParsedBlock } from './parse-block';
import type { RunTally } from './tally';
import type { TopCells } from './top-cells';

/** Rows a block: some milliseconds of work on a CPU, one dispatch on a GPU, one transaction in the log. */
export const blockRows = 8192;

/** What a sink may look at while it is called and must not keep. */
export interface BlockContext {
	readonly batch: RecordBatch;
	/** Certificate of the backend that computed the block. */
	readonly certificate: Certificate;
	/** Raw features in schema order of an entry of the block that was scored. */
	rawFeatures(entry: number): number[];
}

/** Takes one block after the other; the next one is read only when its promise has resolved. */
export type BlockSink = (block: ScoredBlock, context: BlockContext) => Promise<void>;

export interface TableJob {
	readonly table: OpenTable;
	readonly model: ScoringModel;
	readonly columns: RunColumns;
	readonly policy: Policy;
	readonly relay: BackendRelay;
	/** Called in order, each awaited. */
	readonly sinks: readonly BlockSink[];
	/** Totals so far: fresh ones, or those rebuilt from the blocks of an interrupted run. */
	readonly tally: RunTally;
	readonly top: TopCells;
	/** Index of the first block to come; above 0 for a resumed run. */
	readonly firstBlock: number;
	/** Asked before every block: whether raw features go into it. */
	readonly keepsFeatures: () => boolean;
	readonly signal?: AbortSignal;
	/** Told that another backend computes the block beginning with `row`, and what follows. */
	readonly onHandover?: (row: number, handover: Handover) => void;
	/** After every block. */
	readonly onBlock?: (block: ScoredBlock) => void;
}

/**
 * Scores a table from where it was opened to its end: one pass, one block in memory, and a pause between blocks in which
 * messages get through. The tally holds the totals of every block whose sinks have all resolved, also after a rejection.
 *
 * Rejects with `engine.cancelled` within one slice of a block after the abort, with what the table, a sink or the last
 * possible backend failed with.
 */
export async function scoreTable(job: TableJob): Promise<void> {
	const { table, tally, sinks, signal } = job;
	const room = roomFor(job);
	let index = job.firstBlock;
	for await (const batch of table.batches(blockRows)) {
		throwIfAborted(signal);
		const { block, context } = await scoreBatch(job, room, batch, index++, tally.rows + 1);
		throwIfAborted(signal);
		for (const sink of sinks) await sink(block, context);
		tally.add(block);
		job.onBlock?.(block);
		await nextTask();
	}
	throwIfAborted(signal);
}

/** Working arrays of the size of a block, used by one after the other. */
interface Room {
	readonly raw: readonly Float64Array[];
	readonly features: Float32Array;
}

function roomFor({ columns, model }: TableJob): Room {
	return {
		raw: columns.features.map(() => new Float64Array(blockRows)),
		features: new Float32Array(blockRows * model.pipeline.width)
	};
}

async function scoreBatch(
	job: TableJob,
	room: Room,
	batch: RecordBatch,
	index: number,
	firstRow: number
): Promise<{ block: ScoredBlock; context: BlockContext }> {
	const { model, relay, table, top } = job;
	const parsed = parseBlock(batch, job.columns, firstRow, table.dialect.decimal, room.raw);
	const features = room.features.subarray(0, parsed.scored * model.pipeline.width);
	model.pipeline.transform(parsed.raw, parsed.scored, features);
	const { margins, certificate } = await relay.margins(features, parsed.scored, {
		signal: job.signal,
		onHandover: (handover) => job.onHandover?.(firstRow, handover)
	});
	const place = {
		index,
		firstRow,
		offset: Float64Array.from(batch.rowStart.subarray(0, batch.rows), (start) => batch.baseOffset + start),
		endOffset: batch.baseOffset + batch.rowStart[batch.rows]
	};
	const bare = assembleBlock(place, parsed, margins, model, job.policy, certificate.backend);
	const stored = job.keepsFeatures() ? keptFeatures(firstRow, parsed, bare.decision) : null;
	const block = { ...bare, features: stored, kept: top.take(bare, batch) };
	return { block, context: { batch, certificate, rawFeatures: rawFeatures(parsed) } };
}

function rawFeatures(parsed: ParsedBlock): (entry: number) => number[] {
	const position = new Map<number, number>();
	return (entry) => {
		if (position.size === 0) parsed.entry.forEach((row, i) => position.set(row, i));
		const at = position.get(entry) ?? -1;
		return parsed.raw.map((column) => column[at]);
	};
}
