import type { RunProgress } from '../../state/types';

export interface ProgressFigures {
	/** Share of the file read, 0 to 1; null while its length is unknown. */
	readonly share: number | null;
	/** Rows a second; null in the first moments. */
	readonly rowsPerSecond: number | null;
	/** Estimated milliseconds to the end; null while it cannot be told. */
	readonly leftMs: number | null;
}

/** A tenth of a second gives no rate that is worth showing. */
const settledMs = 200;

/** What a progress message means for a person. A run that goes on after an interruption counts its earlier part in. */
export function progressFigures(progress: RunProgress): ProgressFigures {
	const share =
		progress.totalBytes === null ? null : progress.totalBytes === 0 ? 1 : Math.min(1, progress.bytes / progress.totalBytes);
	if (progress.elapsedMs < settledMs) return { share, rowsPerSecond: null, leftMs: null };
	const rowsPerSecond = (progress.rows / progress.elapsedMs) * 1000;
	const leftMs = share === null || share === 0 ? null : (progress.elapsedMs * (1 - share)) / share;
	return { share, rowsPerSecond, leftMs };
}
