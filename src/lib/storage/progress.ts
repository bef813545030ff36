import { countBlock, noCounts, plusCounts } from '../core/run/counts';
import type { RunCounts, RunRecord, ScoredBlock } from '../core/run/types';

/**
 * Counts of all stored blocks once `block` is stored too, in place of `replaced` where that index was there before. They
 * are written with the block, so that an interrupted run never claims rows that it does not have.
 */
function countsAfter(before: RunCounts, block: ScoredBlock, replaced: ScoredBlock | undefined): RunCounts {
	const counts = plusCounts(before, countBlock(block));
	return replaced ? plusCounts(counts, countBlock(replaced), -1) : counts;
}

/** A run as stored: what the engine said of it, and what the log itself knows. */
export interface StoredRun {
	readonly run: RunRecord;
	/** Counts over the stored blocks. */
	readonly progress: RunCounts;
	/** Estimated bytes of the stored blocks. */
	readonly storedBytes: number;
	/** Bytes of the saved profiles; absent for none. */
	readonly profileBytes?: number;
	/** When it was last written to, in milliseconds since 1970. */
	readonly touchedAt: number;
	/** When it was deleted; 0 for one that is not, since IndexedDB has no index over null. */
	readonly deletedAt: number;
}

/** All that a run takes. */
export function bytesOf({ storedBytes, profileBytes = 0 }: StoredRun): number {
	return storedBytes + profileBytes;
}

export function newStoredRun(run: RunRecord, now: number): StoredRun {
	return { run, progress: noCounts, storedBytes: 0, touchedAt: now, deletedAt: 0 };
}

/**
 * The run after a block was stored. Source bytes follow from the block's end only where the file is read as it lies;
 * elsewhere they stay what the engine last said.
 */
export function afterBlock(
	stored: StoredRun,
	block: ScoredBlock,
	replaced: ScoredBlock | undefined,
	now: number
): StoredRun {
	const progress = countsAfter(stored.progress, block, replaced);
	const asItLies = stored.run.dialect.encoding === 'utf-8' && !stored.run.dialect.gzip;
	const counts = { ...progress, bytes: asItLies ? progress.bytes : stored.run.counts.bytes };
	return {
		...stored,
		run: { ...stored.run, counts },
		progress,
		storedBytes: stored.storedBytes + (replaced ? 0 : blockBytes(block)),
		touchedAt: now
	};
}

/** The run after the engine changed fields of it; its id stays. */
export function afterChange(stored: StoredRun, change: Partial<RunRecord>, now: number): StoredRun {
	return { ...stored, run: { ...stored.run, ...change, id: stored.run.id }, touchedAt: now };
}

/** A run whose tab is gone: it has what its blocks have. */
export function afterInterruption(stored: StoredRun, now: number): StoredRun {
	const counts = { ...stored.progress, bytes: stored.run.counts.bytes };
	return afterChange(stored, { status: 'interrupted', finishedAt: now, counts }, now);
}

/** Estimated bytes of a stored block with its features. */
export function blockBytes(block: ScoredBlock): number {
	let bytes = 200;
	const columns = [block.offset, block.margin, block.score, block.decision, block.label, block.amount, block.timestamp];
	for (const column of columns) bytes += column.byteLength;
	for (const key of Object.values(block.keys)) bytes += key.bytes.byteLength + key.ends.byteLength;
	for (const reject of block.rejects) bytes += 120 + textBytes([reject.value, reject.reason]);
	for (const kept of block.kept) bytes += 16 + kept.cells.length;
	if (block.features) bytes += block.features.values.byteLength + (block.features.rows?.byteLength ?? 0);
	return bytes;
}

function textBytes(texts: readonly string[]): number {
	let bytes = 0;
	for (const text of texts) bytes += text.length + 3;
	return bytes;
}
