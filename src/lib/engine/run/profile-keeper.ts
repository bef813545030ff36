import { ShrikeError } from '../../core/errors';
import type { PipelineSession } from '../../core/features/session';
import type { KeyedHash } from '../../core/privacy/keyed-hash';
import { plusProfiles } from '../../core/run/counts';
import type { RunStore } from '../../core/run/store';
import type { ProfileCounts } from '../../core/run/types';
import type { BlockSink } from './score-table';

/** Profiles are saved at most this often, in milliseconds, and so seldom that saving takes a thirtieth of the time. */
const shortestGap = 2000;
const gapsACost = 30;

const noProfiles: ProfileCounts = { withoutHistory: 0, late: 0, repeated: 0 };

export interface ProfileKeeperOptions {
	readonly store: Pick<RunStore, 'saveProfiles' | 'dropProfiles'>;
	readonly runId: string;
	readonly session: PipelineSession;
	readonly hash: KeyedHash;
	/** Milliseconds, only differences are used. */
	readonly clock: () => number;
	/** Of the blocks before the first to come. */
	readonly counts: ProfileCounts | null;
	/** Called once, when the disk is too full for profiles and the run goes on without saving them. */
	readonly onFull: () => void;
}

/** Saves a run's profiles from time to time, so that an interrupted run need not read its file from the top, and at its end. */
export class ProfileKeeper {
	private counts: ProfileCounts;
	private savedAt: number;
	private cost = 0;
	private full = false;

	constructor(private readonly options: ProfileKeeperOptions) {
		this.counts = options.counts ?? noProfiles;
		this.savedAt = options.clock();
	}

	/** Takes a block after it was stored. */
	readonly sink: BlockSink = async (block) => {
		if (block.profiles) this.counts = plusProfiles(this.counts, block.profiles);
		const gap = Math.max(shortestGap, gapsACost * this.cost);
		if (!this.full && this.options.clock() - this.savedAt >= gap) await this.save(block.index);
	};

	/** Saves those that the run began with. */
	async begin(): Promise<void> {
		await this.save(-1);
	}

	/** Saves those after the last block. Older ones go where there is no room for these: they would be taken for the end. */
	async finish(lastBlock: number): Promise<void> {
		this.full = false;
		await this.save(lastBlock);
		if (this.full) await this.options.store.dropProfiles(this.options.runId);
	}

	private async save(afterBlock: number): Promise<void> {
		const { store, runId, session, hash, clock, onFull } = this.options;
		const began = clock();
		const bytes = session.save(hash);
		if (bytes === null) return;
		try {
			await store.saveProfiles(runId, { afterBlock, bytes, counts: this.counts });
		} catch (thrown) {
			if (!(thrown instanceof ShrikeError && thrown.code === 'storage.full')) throw thrown;
			this.full = true;
			onFull();
		}
		this.savedAt = clock();
		this.cost = this.savedAt - began;
	}
}
