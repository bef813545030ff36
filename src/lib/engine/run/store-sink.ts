import { ShrikeError } from '../../core/errors';
import type { RunStore } from '../../core/run/store';
import type { BlocksSink } from './block-intake';

export interface StoreSinkOptions {
	readonly store: RunStore;
	readonly runId: string;
	/** The user's setting. */
	readonly keepFeatures: boolean;
	/** Once it is aborted, blocks that are not in the log yet need not come into it. */
	readonly signal?: AbortSignal;
	/** Called once, when the disk is too full for raw features and the run goes on without them. */
	readonly onFeaturesDropped: () => void;
}

export interface StoreSink {
	/** Resolves when the blocks are durable. */
	readonly sink: BlocksSink;
	/** False when the user does not want raw features kept, or once the disk was too full for them. */
	readonly keepsFeatures: () => boolean;
}

/** Puts blocks into the log, those that come together in one transaction. */
export function storeSink({ store, runId, keepFeatures, signal, onFeaturesDropped }: StoreSinkOptions): StoreSink {
	let withFeatures = keepFeatures;

	const sink: BlocksSink = async (placed, kept) => {
		if (withFeatures) {
			try {
				await store.appendBlocks(runId, placed.map(({ block }) => block), { signal });
				return placed.forEach(kept);
			} catch (thrown) {
				if (!isFull(thrown)) throw thrown;
				withFeatures = false;
				onFeaturesDropped();
			}
		}
		// One by one, so that a disk that is nearly full keeps as many as it has room for.
		for (const one of placed) {
			try {
				await store.appendBlocks(runId, [{ ...one.block, features: null }], { signal });
				kept(one);
			} catch (thrown) {
				if (!isFull(thrown)) throw thrown;
				throw noRoom(one.block.firstRow - 1, thrown);
			}
		}
	};
	return { sink, keepsFeatures: () => withFeatures };
}

function noRoom(rows: number, cause: unknown): ShrikeError {
	return new ShrikeError(
		'storage.full',
		`The browser's storage is full. The ${rows.toLocaleString('en')} rows finished so far are ` +
			'kept: delete runs in History that you no longer need, then drop the same file again to go on.',
		{ rows },
		{ cause }
	);
}

function isFull(thrown: unknown): boolean {
	return thrown instanceof ShrikeError && thrown.code === 'storage.full';
}
