import type { OpenTable } from '../../csv/types';
import type { BlockIntake } from './block-intake';
import type { BlockReader } from './block-reader';
import { blockRows } from './block-reader';
import type { BlockScorer } from './block-scorer';
import { nextTask, throwIfAborted } from './pace';

export interface TableJob {
	readonly table: OpenTable;
	/** File columns that are read as numbers; see `OpenTable.batches`. */
	readonly numericColumns?: readonly number[];
	readonly reader: BlockReader;
	readonly scorer: BlockScorer;
	readonly intake: BlockIntake;
	/** Rows before this decoded byte offset were scored before an interruption: they go through the session only. */
	readonly scoreFrom?: number | null;
	readonly signal?: AbortSignal;
	/** After rows that went through the session only: how many so far. */
	readonly onReplayed?: (rows: number) => void;
}

/**
 * Scores a table from where it was opened to its end, one block after the other, with a pause between blocks in which
 * messages get through. For whatever can only be read from front to back: a stream, a compressed or transcoded file.
 *
 * Rejects with `engine.cancelled` within one slice of a block after the abort, with what the table, a sink or the last
 * possible backend failed with. Blocks that the sink was given are in the tally then, the others are dropped.
 */
export async function scoreTable(job: TableJob): Promise<void> {
	const { table, reader, scorer, intake, signal, scoreFrom } = job;
	let replayed = 0;
	try {
		for await (const batch of table.batches(blockRows, job.numericColumns)) {
			throwIfAborted(signal);
			if (batch.baseOffset < (scoreFrom ?? 0)) {
				reader.remember(batch);
				replayed += batch.rows;
				job.onReplayed?.(replayed);
			} else {
				const part = await scorer.score(batch, intake.wishes);
				throwIfAborted(signal);
				await intake.accept(part);
			}
			await nextTask();
		}
		await intake.drained();
		throwIfAborted(signal);
	} catch (thrown) {
		await intake.abandon();
		throw thrown;
	}
}
