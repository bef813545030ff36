import Dexie, { type Table } from 'dexie';
import type { SavedProfiles } from '../core/run/store';
import type { BatchMetrics, PredictionLog } from '../core/run/types';
import type { InstalledPack } from './log';
import type { StoredRun } from './progress';
import type { StoredBlock, StoredFeatures } from './stored-block';

export type StoredPrediction = PredictionLog & {
	/**
	 * `single` for one typed or received by itself. Releases before decision 038 also wrote flagged rows of runs, as `batch`; nobody
	 * reads those, and they go with their run.
	 */
	readonly scope: 'single' | 'batch';
	/** When it was deleted; 0 for one that is not. */
	readonly deletedAt: number;
};

export interface StoredSetting {
	readonly key: string;
	readonly value: unknown;
}

export type StoredProfiles = SavedProfiles & { readonly runId: string };

/** What never leaves this database, such as the key of `RunStore.keyedHash`. */
export interface StoredSecret {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The newest version below. Dexie numbers the database itself ten times as high. */
export const schemaVersion = 3;

/**
 * The log in IndexedDB.
 *
 * Migrations are append-only: a version that was ever released is never edited. A change adds `schemaVersion`, a further
 * `version(n).stores({ only the tables that change })` and, where records change shape, its `.upgrade()`; fields of
 * `PredictionLog` and `BatchMetrics` are other systems' names and stay. Tabs of an older release close their connection
 * when a newer one upgrades, and refuse to write to a database that is newer than they are.
 *
 * Transactions ask for `strict` durability: a block that was acknowledged must survive a power cut, and there is one
 * transaction for some thousand rows, not one a row.
 */
export class LogDatabase extends Dexie {
	declare readonly runs: Table<StoredRun, string>;
	declare readonly blocks: Table<StoredBlock, [string, number]>;
	declare readonly blockFeatures: Table<StoredFeatures, [string, number]>;
	declare readonly logs: Table<StoredPrediction, string>;
	declare readonly batch_metrics: Table<BatchMetrics, string>;
	declare readonly packs: Table<InstalledPack, string>;
	declare readonly settings: Table<StoredSetting, string>;
	declare readonly profiles: Table<StoredProfiles, string>;
	declare readonly secrets: Table<StoredSecret, string>;

	constructor(name: string) {
		super(name, { chromeTransactionDurability: 'strict', cache: 'disabled' });
		this.version(1).stores({
			runs: 'run.id, [deletedAt+run.startedAt+run.id], run.status, run.file.fingerprint, deletedAt',
			blocks: '[runId+index]',
			blockFeatures: '[runId+index]',
			logs: 'id, timestamp, runId, [runId+row], prediction, [scope+deletedAt+timestamp+id]',
			batch_metrics: 'runId, timestamp',
			packs: 'sha256, name',
			settings: 'key'
		});
		this.version(2).stores({ profiles: 'runId', secrets: 'name' });
		// Blocks may hold their bytes as Blobs; those of older releases stay as they are, see `StoredBlock`.
		this.version(3).stores({});
	}
}

/** Key range of all blocks of a run. */
export function blocksOf(runId: string): [[string, number], [string, number]] {
	return [
		[runId, 0],
		[runId, Infinity]
	];
}
