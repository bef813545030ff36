import type { ScoredForm } from '../core/run/scored-files';

/** Ends the name of the empty file that says of another that it is whole and on the disk. */
const markEnding = '.whole';

/** Name of a run's scored file; one name is one content. */
export function fileName(runId: string, { policy: { review, decline }, gzip, scoredRows }: ScoredForm): string {
	const parts = [
		`${prefixOf(runId)}r${review}`,
		decline === undefined ? [] : `d${decline}`,
		scoredRows === undefined ? [] : `n${scoredRows}`,
		gzip ? 'csv.gz' : 'csv'
	];
	return parts.flat().join('.');
}

/** How the names of all files of a run begin, and no other run's. */
export function prefixOf(runId: string): string {
	return `${runId.replace(/[^A-Za-z0-9-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}_`)}.`;
}

export function markOf(name: string): string {
	return name + markEnding;
}

/** Of which file it is the mark; null for a file. */
export function markedBy(name: string): string | null {
	return name.endsWith(markEnding) ? name.slice(0, -markEnding.length) : null;
}

export function typeOf(name: string): string {
	return name.endsWith('.gz') ? 'application/gzip' : 'text/csv';
}
