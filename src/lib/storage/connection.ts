import Dexie, { type ObservabilitySet, type Table } from 'dexie';
import type { ShrikeError } from '../core/errors';
import { LogDatabase, schemaVersion } from './database';
import { blockedByOlderTab, full, isConnectionLost, isFull, supersededByNewerTab, toStorageError } from './failures';

/** Changes that come faster than this are told together: a run writes many times a second. */
const coalesceMs = 100;

/** One connection to the log's database that names its failures and outlives the browser's whims. */
export class Connection {
	readonly db: LogDatabase;
	private ended: ShrikeError | null = null;

	/**
	 * `onSuperseded` is called once, when a newer version of Shrike in another tab upgrades the database. `makeRoom` is asked
	 * when the disk is full, and whether that helped.
	 */
	constructor(
		readonly name: string,
		onSuperseded: (failure: ShrikeError) => void,
		private readonly makeRoom: () => Promise<boolean> = async () => false
	) {
		this.db = new LogDatabase(name);
		this.db.on('versionchange', () => {
			this.ended = supersededByNewerTab();
			this.db.close();
			onSuperseded(this.ended);
			// keeps Dexie from opening it again by itself
			return false;
		});
	}

	/**
	 * Rejects with `storage.blocked` when another tab's version of the database keeps it from opening, and with
	 * `storage.unavailable` when the browser refuses.
	 */
	async open(): Promise<void> {
		const blocked = new Promise<never>((_, reject) => {
			this.db.on('blocked', () => reject(blockedByOlderTab()));
		});
		try {
			await Promise.race([this.db.open(), blocked]);
		} catch (thrown) {
			this.db.close();
			throw toStorageError(thrown);
		}
		// Dexie opens a newer database as it is; records that we do not know must not be written to
		if (this.db.backendDB().version >= (schemaVersion + 1) * 10) {
			this.ended = supersededByNewerTab();
			this.db.close();
			throw this.ended;
		}
	}

	/**
	 * Runs a piece of work, which must be one transaction and safe to repeat: when the browser dropped the connection it
	 * is done once more on a new one.
	 */
	async use<T>(work: (db: LogDatabase) => PromiseLike<T>): Promise<T> {
		if (this.ended) throw this.ended;
		try {
			return await work(this.db);
		} catch (first) {
			if (this.ended || !isConnectionLost(first)) throw this.ended ?? toStorageError(first);
		}
		try {
			await this.db.open();
			return await work(this.db);
		} catch (second) {
			throw this.ended ?? toStorageError(second);
		}
	}

	/**
	 * Runs a read-write transaction over these tables: all of it or nothing, and durable when this resolves. It may run
	 * twice, as `use` says, and again after room was made for it.
	 */
	async write<T>(tables: (db: LogDatabase) => Table[], work: (db: LogDatabase) => Promise<T>): Promise<T> {
		try {
			return await this.writeNow(tables, work);
		} catch (thrown) {
			if (!isFull(thrown) || !(await this.makeRoom())) throw thrown;
		}
		return this.writeNow(tables, work);
	}

	private writeNow<T>(tables: (db: LogDatabase) => Table[], work: (db: LogDatabase) => Promise<T>): Promise<T> {
		return this.use(async (db) => {
			let native: IDBTransaction | undefined;
			try {
				return await db.transaction('rw', tables(db), (transaction) => {
					native = transaction.idbtrans;
					return work(db);
				});
			} catch (thrown) {
				// requests that fall with their transaction only say that it was aborted; the transaction knows why
				if (native?.error?.name === 'QuotaExceededError') throw full(thrown);
				throw thrown;
			}
		});
	}

	/** Calls back after a transaction of any tab or worker changed one of the tables. */
	watch(tables: readonly string[], callback: () => void): () => void {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const prefixes = tables.map((table) => `idb://${this.name}/${table}/`);
		const onMutated = (parts: ObservabilitySet) => {
			const names = Object.keys(parts);
			// `all` comes when a page returns from the back-forward cache and may have missed anything
			if (!names.some((part) => part === 'all' || prefixes.some((prefix) => part.startsWith(prefix)))) return;
			timer ??= setTimeout(() => {
				timer = undefined;
				callback();
			}, coalesceMs);
		};
		Dexie.on.storagemutated.subscribe(onMutated);
		return () => {
			Dexie.on.storagemutated.unsubscribe(onMutated);
			clearTimeout(timer);
		};
	}

	close(): void {
		this.db.close();
	}
}
