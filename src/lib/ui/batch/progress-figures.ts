import type { RunProgress } from '../../state/types';

export interface ProgressFigures {
	/** Share of the file read, 0 to 1; null while its length is unknown. */
	readonly share: number | null;
	/** Rows a second since this part of the run began; null in the first moments. */
	readonly rowsPerSecond: number | null;
	/** Estimated milliseconds to the end; null while it cannot be told. */
	readonly leftMs: number | null;
}

/** A tenth of a second gives no rate that is worth showing. */
const settledMs = 200;

/**
 * What a progress message means for a person. `rowsBefore` are the rows that an earlier, interrupted part of the run had
 * finished: they were not scored in `elapsedMs`.
 */
export function progressFigures(progress: RunProgress, rowsBefore: number): ProgressFigures {
	const share =
		progress.totalBytes === null ? null : progress.totalBytes === 0 ? 1 : Math.min(1, progress.bytes / progress.totalBytes);
	if (progress.elapsedMs < settledMs) return { share, rowsPerSecond: null, leftMs: null };
	const rowsPerSecond = (Math.max(0, progress.rows - rowsBefore) / progress.elapsedMs) * 1000;
	const leftMs = share === null || share === 0 ? null : (progress.elapsedMs * (1 - share)) / share;
	return { share, rowsPerSecond, leftMs };
}
