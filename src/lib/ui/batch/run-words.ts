import type { RunRecord } from '../../core/run/types';
import { formatCount, type Locale } from '../format';

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
