import type { RunRecord } from '../../core/run/types';
import { formatCount, formatDateTime, formatPercent, type Locale } from '../format';

export interface StatusNotice {
	readonly kind: 'info' | 'warning' | 'error';
	readonly title: string;
	readonly code: string | undefined;
	readonly text: string;
}

/** What has to be said of a run that did not come to its end; null for one that did. */
export function statusNotice(run: RunRecord, locale?: Locale): StatusNotice | null {
	const rows = formatCount(run.counts.rows, locale);
	const goOn = 'Drop the same file again to go on from there.';
	switch (run.status) {
		case 'done':
			return null;
		case 'running':
			return { kind: 'info', title: 'Still running', code: undefined, text: `${rows} rows are in the log so far.` };
		case 'cancelled':
			return {
				kind: 'info',
				title: 'Cancelled',
				code: undefined,
				text: `The first ${rows} rows were scored and are kept. ${goOn}`
			};
		case 'interrupted':
			return {
				kind: run.failure === null ? 'warning' : 'error',
				title: 'Interrupted',
				code: run.failure?.code,
				text: `${run.failure === null ? 'The page was closed during the run.' : run.failure.message} The first ${rows} rows were scored and are kept. ${goOn}`
			};
	}
}

/** “4 rejected rows and 1 unreadable label”; empty when there are none. A row with an unreadable label is scored all the same. */
export function problemWords({ rejected, badLabels = 0 }: Pick<RunRecord['counts'], 'rejected' | 'badLabels'>, locale?: Locale): string {
	const some = (count: number, one: string, many: string) =>
		count === 0 ? [] : [`${formatCount(count, locale)} ${count === 1 ? one : many}`];
	return [
		...some(rejected, 'rejected row', 'rejected rows'),
		...some(badLabels, 'unreadable label', 'unreadable labels')
	].join(' and ');
}

/** What a run's profiles began with: “empty profiles”, “the profiles of the run of june.csv”. */
export function beganWith({ history }: Pick<RunRecord, 'history'>): string {
	if (!history) return 'empty profiles';
	return history.kind === 'run' ? `the profiles of the run of ${history.label}` : `the history file ${history.label}`;
}

/** An earlier run where its profiles can be chosen: “Run of june.csv, 1,200 rows, Jul 1, 2026, 9:00 AM”. */
export function historyName({ file, counts, startedAt }: Pick<RunRecord, 'file' | 'counts' | 'startedAt'>, locale?: Locale): string {
	return `Run of ${file.name}, ${formatCount(counts.scored, locale)} rows, ${formatDateTime(startedAt, locale)}`;
}

/** Share of the scored rows of which nothing earlier was known; null for a model that looks at each row alone. */
export function shareWithoutHistory({ profiles, scored }: RunRecord['counts']): number | null {
	if (!profiles) return null;
	return scored === 0 ? 0 : profiles.withoutHistory / scored;
}

/** What the profiles of a run knew, in sentences; empty for a model that looks at each row alone. */
export function historyWords({ history, counts }: Pick<RunRecord, 'history' | 'counts'>, locale?: Locale): readonly string[] {
	const { profiles } = counts;
	const share = shareWithoutHistory(counts);
	if (!profiles || share === null) return [];
	const some = (rows: number, one: string, many: string) => (rows === 0 ? [] : [`${formatCount(rows, locale)} ${rows === 1 ? one : many}`]);
	return [
		`The run began with ${beganWith({ history: history ?? null })}: ${formatPercent(share, locale, 1)} of the scored rows had no history, nothing earlier being known of their key.`,
		...some(profiles.late, 'row came late, after a newer one of its key.', 'rows came late, after newer ones of their key.'),
		...some(
			profiles.repeated,
			'row repeats the one before in every column: it is scored, but counts once in the profiles.',
			'rows repeat the one before in every column: they are scored, but count once in the profiles.'
		)
	];
}
