import type { InstalledPack, PackSummary } from './log';

/** A place in a list ordered by time: milliseconds since 1970, then id. */
type Place = readonly [number, string];

export function newestFirst(a: Place, b: Place): number {
	if (a[0] !== b[0]) return b[0] - a[0];
	return a[1] < b[1] ? 1 : a[1] > b[1] ? -1 : 0;
}

/** Whether a comes after b in a list of the newest first. */
export function olderThan(a: Place, b: Place): boolean {
	return newestFirst(a, b) > 0;
}

/** Packs without their bytes, newest first. */
export function summarise(packs: readonly InstalledPack[]): PackSummary[] {
	return packs
		.map(({ files, ...rest }) => ({
			...rest,
			bytes: Object.values(files).reduce((sum, file) => sum + file.byteLength, 0)
		}))
		.sort((a, b) => newestFirst([a.installedAt, a.sha256], [b.installedAt, b.sha256]));
}
