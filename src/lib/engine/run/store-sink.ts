import { ShrikeError } from '../../core/errors';
import { decisions } from '../../core/policy/policy';
import type { Policy } from '../../core/policy/policy';
import type { LoggedBlock, RunStore } from '../../core/run/store';
import type { PredictionLog } from '../../core/run/types';
import type { BlocksSink, PlacedBlock } from './block-intake';

export interface StoreSinkOptions {
	readonly store: RunStore;
	readonly runId: string;
	readonly policy: Policy;
	readonly packSha256: string;
	readonly clock: () => number;
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
export function storeSink(options: StoreSinkOptions): StoreSink {
	const { store, runId, onFeaturesDropped, signal } = options;
	let withFeatures = options.keepFeatures;

	const sink: BlocksSink = async (placed, kept, onHandedOver) => {
		if (withFeatures) {
			try {
				await store.appendBlocks(runId, placed.map((one) => logged(one, options)), { signal, onHandedOver });
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
				await store.appendBlocks(runId, [logged(withoutFeatures(one), options)], { signal });
				kept(one);
			} catch (thrown) {
				if (!isFull(thrown)) throw thrown;
				throw noRoom(one.block.firstRow - 1, thrown);
			}
		}
	};
	return { sink, keepsFeatures: () => withFeatures };
}

function withoutFeatures({ block, flagged, certificate }: PlacedBlock): PlacedBlock {
	return { block: { ...block, features: null }, flagged: flagged.map(({ entry }) => ({ entry, features: [] })), certificate };
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

function logged({ block, flagged, certificate }: PlacedBlock, options: StoreSinkOptions): LoggedBlock {
	const timestamp = options.clock();
	const logs = flagged.map(({ entry, features }): PredictionLog => {
		const row = block.firstRow + entry;
		return {
			// The same row logged twice, after a lost acknowledgement, is the same entry.
			id: `${options.runId}:${row}`,
			timestamp,
			latency: null,
			prediction: 1,
			probability: block.score[entry],
			true_class: block.label[entry] === 255 ? null : block.label[entry] === 1 ? 1 : 0,
			margin: block.margin[entry],
			decision: decisions[block.decision[entry]],
			threshold: options.policy.review,
			backend: block.backend,
			packSha256: options.packSha256,
			certificateId: certificate.id,
			runId: options.runId,
			row,
			features
		};
	});
	return { block, flagged: logs };
}
