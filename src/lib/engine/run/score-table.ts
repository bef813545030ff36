import type { Certificate } from '../../core/backend';
import type { PipelineSession } from '../../core/features/session';
import type { Policy } from '../../core/policy/policy';
import type { CardNames } from '../../core/privacy/card-names';
import { keepsRawValues } from '../../core/run/kept-values';
import type { ScoredBlock } from '../../core/run/types';
import type { OpenTable, RecordBatch } from '../../csv/types';
import { assembleBlock, keptFeatures } from './assemble-block';
import type { BackendRelay, Handover } from './backend-relay';
import { blockRows, BlockReader } from './block-reader';
import type { RunColumns } from './columns';
import type { ScoringModel } from './model';
import { nextTask, throwIfAborted } from './pace';
import type { ParsedBlock } from './parse-block';
import type { RunTally } from './tally';
import type { TopCells } from './top-cells';

export { blockRows };

/** What a sink may look at while it is called and must not keep. */
export interface BlockContext {
	readonly batch: RecordBatch;
	/** Certificate of the backend that computed the block. */
	readonly certificate: Certificate;
	/** What the log keeps of an entry of the block that was scored: raw features in schema order, or features; see `keepsRawValues`. */
	rawFeatures(entry: number): number[];
}

/** Takes one block after the other; the next one is read only when its promise has resolved. */
export type BlockSink = (block: ScoredBlock, context: BlockContext) => Promise<void>;

export interface TableJob {
	readonly table: OpenTable;
	readonly model: ScoringModel;
	readonly columns: RunColumns;
	/** Features of the rows come from it, in their order, and their marks stay in its profiles. */
	readonly session: PipelineSession;
	/** What cards are called in the log. */
	readonly names: CardNames;
	readonly policy: Policy;
	readonly relay: BackendRelay;
	/** Called in order, each awaited. */
	readonly sinks: readonly BlockSink[];
	/** Totals so far: fresh ones, or those rebuilt from the blocks of an interrupted run. */
	readonly tally: RunTally;
	readonly top: TopCells;
	/** Index of the first block to come; above 0 for a resumed run. */
	readonly firstBlock: number;
	/** Rows before this decoded byte offset were scored before an interruption: they go through the session only. */
	readonly scoreFrom?: number | null;
	/** Asked before every block: whether raw features go into it. */
	readonly keepsFeatures: () => boolean;
	readonly signal?: AbortSignal;
	/** Told that another backend computes the block beginning with `row`, and what follows. */
	readonly onHandover?: (row: number, handover: Handover) => void;
	/** After every block. */
	readonly onBlock?: (block: ScoredBlock) => void;
	/** After rows that went through the session only: how many so far. */
	readonly onReplayed?: (rows: number) => void;
}

/**
 * Scores a table from where it was opened to its end: one pass, one block in memory, and a pause between blocks in which
 * messages get through. The tally holds the totals of every block whose sinks have all resolved, also after a rejection.
 *
 * Rejects with `engine.cancelled` within one slice of a block after the abort, with what the table, a sink or the last
 * possible backend failed with.
 */
export async function scoreTable(job: TableJob): Promise<void> {
	const { table, tally, sinks, signal, scoreFrom } = job;
	const reader = new BlockReader(job);
	const features = new Float32Array(blockRows * job.model.pipeline.width);
	let index = job.firstBlock;
	let replayed = 0;
	for await (const batch of table.batches(blockRows)) {
		throwIfAborted(signal);
		if (batch.baseOffset < (scoreFrom ?? 0)) {
			reader.remember(batch);
			replayed += batch.rows;
			job.onReplayed?.(replayed);
		} else {
			const { block, context } = await scoreBatch(job, reader, features, batch, index++);
			throwIfAborted(signal);
			for (const sink of sinks) await sink(block, context);
			tally.add(block);
			job.onBlock?.(block);
		}
		await nextTask();
	}
	throwIfAborted(signal);
}

async function scoreBatch(
	job: TableJob,
	reader: BlockReader,
	room: Float32Array,
	batch: RecordBatch,
	index: number
): Promise<{ block: ScoredBlock; context: BlockContext }> {
	const { model, relay, top, columns } = job;
	const firstRow = job.tally.rows + 1;
	const parsed = reader.read(batch, firstRow);
	const features = room.subarray(0, parsed.scored * model.pipeline.width);
	const { kept, profiles } = featuresOf(job, reader, parsed, features);
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
	const stored = job.keepsFeatures() ? keptFeatures(firstRow, parsed, kept, bare.decision) : null;
	const block = { ...bare, features: stored, kept: top.take(bare, batch, columns), ...(profiles && { profiles }) };
	return { block, context: { batch, certificate, rawFeatures: rawFeatures(parsed, kept) } };
}

/** Fills in what members consume; returns what the log keeps and how the rows stood to their profiles. */
function featuresOf(
	{ model: { pipeline }, session }: TableJob,
	reader: BlockReader,
	parsed: ParsedBlock,
	out: Float32Array
): { kept: readonly Float64Array[]; profiles: ScoredBlock['profiles'] } {
	const rows = reader.rowsOf(parsed);
	if (keepsRawValues(pipeline)) {
		session.transform(rows, out);
		return { kept: parsed.raw, profiles: undefined };
	}
	const { withoutHistory, late, repeated } = session.counts;
	const kept = session.unscaled(rows);
	pipeline.scale(kept, parsed.scored, out);
	if (pipeline.profileKeys.length === 0) return { kept, profiles: undefined };
	const after = session.counts;
	const profiles = {
		withoutHistory: after.withoutHistory - withoutHistory,
		late: after.late - late,
		repeated: after.repeated - repeated
	};
	return { kept, profiles };
}

function rawFeatures({ entry }: ParsedBlock, columns: readonly Float64Array[]): (entry: number) => number[] {
	const position = new Map<number, number>();
	return (wanted) => {
		if (position.size === 0) entry.forEach((row, i) => position.set(row, i));
		const at = position.get(wanted) ?? -1;
		return columns.map((column) => column[at]);
	};
}
