import { ShrikeError } from '../../core/errors';
import type { PipelineSession } from '../../core/features/session';
import type { KeyedHash } from '../../core/privacy/keyed-hash';
import { plusProfiles } from '../../core/run/counts';
import type { RunStore, SavedProfiles } from '../../core/run/store';
import type { ProfileCounts } from '../../core/run/types';
import { nextTask, throwIfAborted } from './pace';

/**
 * Profiles are saved at most this often, in milliseconds, and so seldom that saving takes this share of the run so far. A run
 * that goes on reads the rows since then once more, for their profiles only, which takes it less than half of that time.
 */
const shortestGap = 10_000;
const largestShare = 0.03;
/** Milliseconds that profiles are worked on at a stretch. Messages get through in between, such as that the run is cancelled. */
const longestStretch = 15;

const noProfiles: ProfileCounts = { withoutHistory: 0, late: 0, repeated: 0 };

export interface ProfileKeeperOptions {
	readonly store: Pick<RunStore, 'saveProfiles' | 'dropProfiles'>;
	readonly runId: string;
	readonly session: PipelineSession;
	readonly hash: KeyedHash;
	/** Milliseconds, only differences are used. */
	readonly clock: () => number;
	readonly signal?: AbortSignal;
	/** Of the blocks before the first to come. */
	readonly counts: ProfileCounts | null;
	/** Called once, when the disk is too full for profiles and the run goes on without saving them. */
	readonly onFull: () => void;
}

/** Profiles as they were right after a block. */
interface Snapshot extends SavedProfiles {
	/** What making it took, in milliseconds. */
	readonly cost: number;
}

/**
 * Saves a run's profiles from time to time, so that an interrupted run need not read its file from the top, and at its end.
 * The session is some blocks ahead of the log: a snapshot is taken when a block has passed, and saved when it is logged.
 */
export class ProfileKeeper {
	private counts: ProfileCounts;
	private readonly begunAt: number;
	private savedAt: number;
	/** Of the last time, in milliseconds: the next is expected to take as long. */
	private cost = 0;
	/** Of all times between blocks. The first and the last are not a matter of how often. */
	private spent = 0;
	private full = false;
	private taken: Snapshot | null = null;
	/** Those after the last block, being made before it is logged. */
	private last: { readonly afterBlock: number; readonly made: Promise<Snapshot | null> } | null = null;

	constructor(private readonly options: ProfileKeeperOptions) {
		this.counts = options.counts ?? noProfiles;
		this.begunAt = options.clock();
		this.savedAt = this.begunAt;
	}

	/**
	 * A block has just passed the session, and none may until this has resolved. Rejects with `engine.cancelled`, as
	 * `begin` and `finish` do.
	 */
	async passed(index: number, profiles: ProfileCounts | undefined): Promise<void> {
		if (profiles) this.counts = plusProfiles(this.counts, profiles);
		if (this.full || this.taken !== null || !this.isTime()) return;
		this.taken = await this.snapshot(index);
	}

	private isTime(): boolean {
		const now = this.options.clock();
		return now - this.savedAt >= shortestGap && this.spent + this.cost <= largestShare * (now - this.begunAt);
	}

	/** Blocks to this one are in the log. */
	async logged(index: number): Promise<void> {
		const { taken } = this;
		if (taken === null || taken.afterBlock > index || this.options.signal?.aborted) return;
		this.taken = null;
		await this.save(taken);
		this.spent += this.cost;
	}

	/** Saves those that the run began with. */
	async begin(): Promise<void> {
		await this.save(await this.snapshot(-1));
	}

	/** No block passes the session after this one: what {@link finish} saves is made while the log is at work on the last ones. */
	allPassed(lastBlock: number): void {
		const made = this.snapshot(lastBlock);
		made.catch(() => undefined);
		this.last = { afterBlock: lastBlock, made };
	}

	/** Saves those after the last block. Older ones go where there is no room for these: they would be taken for the end. */
	async finish(lastBlock: number): Promise<void> {
		this.full = false;
		await this.save(await (this.last?.afterBlock === lastBlock ? this.last.made : this.snapshot(lastBlock)));
		if (this.full) await this.options.store.dropProfiles(this.options.runId);
	}

	private async snapshot(afterBlock: number): Promise<Snapshot | null> {
		const { session, hash, clock, signal } = this.options;
		const work = session.saving(hash);
		for (let cost = 0; ; ) {
			throwIfAborted(signal);
			const began = clock();
			let piece = work.next();
			while (!piece.done && clock() - began < longestStretch) piece = work.next();
			cost += clock() - began;
			if (piece.done) return piece.value && { afterBlock, bytes: piece.value, counts: this.counts, cost };
			await nextTask();
		}
	}

	private async save(snapshot: Snapshot | null): Promise<void> {
		if (snapshot === null) return;
		const { store, runId, clock, onFull } = this.options;
		const { cost, ...profiles } = snapshot;
		const began = clock();
		try {
			await store.saveProfiles(runId, profiles);
		} catch (thrown) {
			if (!(thrown instanceof ShrikeError && thrown.code === 'storage.full')) throw thrown;
			this.full = true;
			onFull();
		}
		this.savedAt = clock();
		this.cost = cost + this.savedAt - began;
	}
}
