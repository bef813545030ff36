import type { StorageUsage } from '../../state/types';
import { formatBytes, formatPercent, type Locale } from '../format';

/** From here on a large file may no longer fit. */
const nearlyFull = 0.9;

export interface UsageWords {
	/** Share of the quota in use, 0 to 1. */
	readonly share: number;
	readonly text: string;
	readonly nearlyFull: boolean;
}

/** The one name of asking the browser not to evict the log. */
export const persistLabel = 'Keep this data';

/** Whether the browser may evict the log, in a sentence. */
export function protectionWords(persisted: boolean): string {
	return persisted
		? 'Protected: the browser keeps it when space runs short.'
		: 'Not protected: the browser may remove it when space runs short.';
}

/** The storage in use against what the browser grants. A quota of 0 counts as full. */
export function usageWords({ usedBytes, quotaBytes }: Pick<StorageUsage, 'usedBytes' | 'quotaBytes'>, locale?: Locale): UsageWords {
	const share = quotaBytes > 0 ? Math.min(1, usedBytes / quotaBytes) : 1;
	const percent = share > 0 && share < 0.001 ? `less than ${formatPercent(0.001, locale)}` : formatPercent(share, locale);
	return {
		share,
		text: `${formatBytes(usedBytes, locale)} of ${formatBytes(quotaBytes, locale)} used (${percent})`,
		nearlyFull: share >= nearlyFull
	};
}
