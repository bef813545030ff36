import { ShrikeError } from '../../core/errors';
import type { Policy } from '../../core/policy/policy';
import type { RunStore } from '../../core/run/store';
import type { ScoredBlock } from '../../core/run/types';
import { gzipStream } from '../../csv/gzip';
import { openTable } from '../../csv/open';
import { blobSource } from '../../csv/source';
import type { OpenTable } from '../../csv/types';
import { ScoredWriter } from '../../csv/writer';
import type { ExportOptions, FileSource } from '../types';
import { identify } from './identify';
import { nextTask, throwIfAborted } from './pace';
import { requireSameFile } from './run-start';
import { blockRows } from './score-table';
import { cellFiller, notScored } from './scored-cells';
import type { CellFiller } from './scored-cells';

/**
 * Reads a run's file again and joins it with the stored blocks, row by row. See {@link ScoringEngine.exportScored}.
 * Throws `storage.not-found`, `file.not-the-same`, `engine.cancelled` and what reading the file throws.
 *
 * The parts of the result are Blobs of their own, which browsers keep outside the heap.
 */
export async function exportScored(
	store: RunStore,
	source: FileSource,
	runId: string,
	options: ExportOptions
): Promise<Blob> {
	const { blob, name } = source;
	const { signal, onProgress, policy, gzip } = options;
	throwIfAborted(signal);
	const run = await store.getRun(runId);
	if (!run) {
		throw new ShrikeError('storage.not-found', 'This run is no longer in the log. Score the file again.', { id: runId });
	}
	requireSameFile(run, await identify(source));
	const table = await openTable(blobSource(blob, name), { dialect: run.dialect, signal });
	const report = () => onProgress?.({ bytes: table.bytesRead(), totalBytes: blob.size });
	const bytes = scoredBytes(table, store.blocks(runId), policy, report, signal);
	const parts: Blob[] = [];
	for await (const chunk of gzip ? chunksOf(gzipStream(streamOf(bytes))) : bytes) parts.push(new Blob([chunk]));
	throwIfAborted(signal);
	return new Blob(parts, { type: gzip ? 'application/gzip' : 'text/csv' });
}

async function* scoredBytes(
	table: OpenTable,
	blocks: AsyncIterable<ScoredBlock>,
	policy: Policy,
	onBatch: () => void,
	signal: AbortSignal | undefined
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const writer = new ScoredWriter(table);
	const stored = blocks[Symbol.asyncIterator]();
	const open: { readonly end: number; readonly fill: CellFiller }[] = [];
	let [firstRow, storedTo] = [1, 1];
	try {
		yield writer.header();
		for await (const batch of table.batches(blockRows)) {
			throwIfAborted(signal);
			while (storedTo < firstRow + batch.rows) {
				const { value: block, done } = await stored.next();
				storedTo = done ? Infinity : block.firstRow + block.rows;
				open.push({ end: storedTo, fill: done ? notScored : cellFiller(block, policy) });
			}
			const first = firstRow;
			yield writer.rows(batch, (r, cells) => {
				while (open[0].end <= first + r) open.shift();
				open[0].fill(cells, first + r);
			});
			firstRow += batch.rows;
			onBatch();
			await nextTask();
		}
	} finally {
		await stored.return?.();
	}
}

function streamOf(chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
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
async function* chunksOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
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
