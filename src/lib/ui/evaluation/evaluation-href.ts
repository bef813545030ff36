import type { RunRecord } from '../../core/run/types';

/** Where a run is judged by its labels; null while it goes on, or where both frauds and normal rows are not among them. */
export function evaluationHref({ id, status, counts }: Pick<RunRecord, 'id' | 'status' | 'counts'>, base: string): string | null {
	const hasBoth = counts.frauds > 0 && counts.frauds < counts.labelled;
	return status === 'done' && hasBoth ? `${base}/evaluation?run=${encodeURIComponent(id)}` : null;
}
