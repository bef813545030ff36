import { toFailure, type Failure } from '../core/errors';
import type { ScoredFiles } from '../core/run/scored-files';
import { DexieStore, type DexieStoreOptions } from './dexie-store';
import { FeatureFiles } from './feature-files';
import { unavailable } from './failures';
import type { LogStore } from './log';
import { MemoryStore } from './memory-store';
import { PrivateScoredFiles } from './scored-files';

/** What memory may hold of a log in a page, in bytes: a tab that runs out of heap takes everything with it. */
const memoryCapacityBytes = 2 ** 30;

/** Some browsers neither open nor refuse a database after a crash; then we go on without. */
const patienceMs = 10_000;

export interface OpenedStore {
	readonly store: LogStore;
	/** Files of the runs of this log; undefined for one in memory, whose runs nobody finds again. */
	readonly scoredFiles: ScoredFiles | undefined;
	/** Why the log is kept in memory only and ends with the page; null when it is in IndexedDB. */
	readonly fallback: Failure | null;
}

/**
 * Opens the log in IndexedDB or, where the browser gives none (third-party frames, private windows, a blocked upgrade),
 * in memory with the reason, so that the page can say so. A log in memory belongs to the realm that opened it: a worker's
 * is not seen by its page.
 */
export async function openStore(options: DexieStoreOptions = {}): Promise<OpenedStore> {
	const scoredFiles = options.scoredFiles ?? new PrivateScoredFiles();
	const featureFiles = options.featureFiles ?? new FeatureFiles();
	const opening = DexieStore.open({ ...options, scoredFiles, featureFiles });
	try {
		return { store: await withPatience(opening), scoredFiles, fallback: null };
	} catch (thrown) {
		opening.then((late) => late.close()).catch(() => undefined);
		return { store: memoryLog(options), scoredFiles: undefined, fallback: toFailure(thrown) };
	}
}

/** A log that ends with the realm that made it, of bounded size. */
export function memoryLog({ now }: Pick<DexieStoreOptions, 'now'> = {}): MemoryStore {
	return new MemoryStore({ capacityBytes: memoryCapacityBytes, now });
}

function withPatience<T>(work: Promise<T>): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const tired = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(unavailable(new Error('the database did not open in time'))), patienceMs);
	});
	return Promise.race([work, tired]).finally(() => clearTimeout(timer));
}
