import { ShrikeError } from '../../core/errors';
import type { Policy } from '../../core/policy/policy';
import type { ScoredFile, ScoredFiles } from '../../core/run/scored-files';
import type { RunStore } from '../../core/run/store';
import type { Dialect, RunRecord, ScoredBlock } from '../../core/run/types';
import { gzipStream } from '../../csv/gzip';
import { openTable } from '../../csv/open';
import { blobSource } from '../../csv/source';
import type { OpenTable } from '../../csv/types';
import { ScoredWriter } from '../../csv/writer';
import type { ExportOptions, FileSource } from '../types';
import { blockRows } from './block-reader';
import { identify, type Identify } from './identify';
import { nextTask, throwIfAborted } from './pace';
import { rowScores } from './row-scores';
import { requireSameFile } from './run-start';

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>>;

export interface ExportDeps {
	readonly store: RunStore;
	readonly scoredFiles?: ScoredFiles;
	/** The scored file of the run that was scored last, where it is in memory. */
	readonly copy?: HeldCopy | null;
	readonly identify?: Identify;
}

export interface HeldCopy {
	readonly runId: string;
	readonly policy: Policy;
	readonly blob: () => Blob;
}

/**
 * Reads a run's file again and joins it with the stored blocks, row by row, unless that was done before and the result is
 * still on disk. See {@link ScoringEngine.exportScored}. Throws `storage.not-found`, `file.not-the-same`,
 * `engine.cancelled` and what reading the file throws.
 *
 * The result lies in the scored files or, where there is no room, no such storage or a card number among the rows, in Blobs
 * of its own for each chunk, which browsers keep outside the heap.
 */
export async function exportScored(
	{ store, scoredFiles, copy, identify: identityOf = identify }: ExportDeps,
	source: FileSource,
	runId: string,
	options: ExportOptions
): Promise<Blob> {
	const { signal, policy, gzip } = options;
	throwIfAborted(signal);
	const run = await store.getRun(runId);
	if (!run) {
		throw new ShrikeError('storage.not-found', 'This run is no longer in the log. Score the file again.', { id: runId });
	}
	requireSameFile(run, await identityOf(source));
	const form = { policy, gzip, ...(run.status !== 'done' && { scoredRows: run.counts.rows }) };
	if (copy?.runId === runId && !gzip && samePolicy(copy.policy, policy)) return copy.blob();
	// Of rows with full card numbers nothing is stored.
	const files = run.cardNumbers === false ? scoredFiles : undefined;
	const found = await files?.find(runId, form);
	if (found) return found;
	const chunks = () => exportedBytes(store, source, run, options);
	const file = await files?.open(runId, form, expectedBytes(run.dialect, source.blob.size));
	return (file && (await onDisk(file, chunks(), signal))) ?? inParts(chunks(), options);
}

const samePolicy = (a: Policy, b: Policy): boolean => a.review === b.review && a.decline === b.decline;

/** About what a scored file takes: each row grows by its three cells. Compressed tables grow tenfold and more. */
export function expectedBytes({ gzip }: Dialect, sourceBytes: number): number {
	return sourceBytes * (gzip ? 12 : 1.3);
}

/** Null when the file was given up on the way, because the disk is full. */
async function onDisk(file: ScoredFile, chunks: Chunks, signal: AbortSignal | undefined): Promise<Blob | null> {
	try {
		for await (const chunk of chunks) if (!file.write(chunk)) return null;
		throwIfAborted(signal);
		return await file.finish();
	} finally {
		await file.discard();
	}
}

async function inParts(chunks: Chunks, { gzip, signal }: ExportOptions): Promise<Blob> {
	const parts: Blob[] = [];
	for await (const chunk of chunks) parts.push(new Blob([chunk]));
	throwIfAborted(signal);
	return new Blob(parts, { type: gzip ? 'application/gzip' : 'text/csv' });
}

async function* exportedBytes(store: RunStore, { blob, name }: FileSource, run: RunRecord, options: ExportOptions): Chunks {
	const { signal, onProgress, policy, gzip } = options;
	const table = await openTable(blobSource(blob, name), { dialect: run.dialect, signal });
	const report = () => onProgress?.({ bytes: table.bytesRead(), totalBytes: blob.size });
	const bytes = scoredBytes(table, store.blocks(run.id), policy, report, signal);
	yield* gzip ? chunksOf(gzipStream(streamOf(bytes))) : bytes;
}

async function* scoredBytes(
	table: OpenTable,
	blocks: AsyncIterable<ScoredBlock>,
	policy: Policy,
	onBatch: () => void,
	signal: AbortSignal | undefined
): Chunks {
	const writer = new ScoredWriter(table);
	const stored = blocks[Symbol.asyncIterator]();
	/** Those that hold rows of the batch at hand or later ones. */
	let open: ScoredBlock[] = [];
	let [firstRow, storedTo] = [1, 1];
	try {
		yield writer.header();
		for await (const batch of table.batches(blockRows)) {
			throwIfAborted(signal);
			while (storedTo < firstRow + batch.rows) {
				const { value: block, done } = await stored.next();
				storedTo = done ? Infinity : block.firstRow + block.rows;
				if (!done) open.push(block);
			}
			yield writer.rowsScored(batch, rowScores(open, firstRow, batch.rows, policy));
			firstRow += batch.rows;
			open = open.filter((block) => block.firstRow + block.rows > firstRow);
			onBatch();
			await nextTask();
		}
	} finally {
		await stored.return?.();
	}
}

function streamOf(chunks: Chunks): ReadableStream<Uint8Array<ArrayBuffer>> {
	return new ReadableStream({
		async pull(controller) {
			const { value, done } = await chunks.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		async cancel() {
			await chunks.return(undefined);
		}
	});
}

/** Not every browser can iterate a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Chunks {
	const reader = stream.getReader();
	try {
		for (;;) {
			const { value, done } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel();
	}
}
