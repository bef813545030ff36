import { ShrikeError } from '../../core/errors';
import { decisions } from '../../core/policy/policy';
import type { Policy } from '../../core/policy/policy';
import type { RunStore } from '../../core/run/store';
import type { PredictionLog, ScoredBlock } from '../../core/run/types';
import type { BlockContext, BlockSink } from './score-table';

/** Flagged rows of one run that also become single predictions in the log; beyond that only the blocks hold them. */
const flaggedLogLimit = 10_000;

export interface StoreSinkOptions {
	readonly store: RunStore;
	readonly runId: string;
	readonly policy: Policy;
	readonly packSha256: string;
	/** Rows already logged as flagged by the part of the run before an interruption. */
	readonly flaggedBefore: number;
	readonly clock: () => number;
	/** The user's setting. */
	readonly keepFeatures: boolean;
	/** Called once, when the disk is too full for raw features and the run goes on without them. */
	readonly onFeaturesDropped: () => void;
}

export interface StoreSink {
	/** Resolves when the block is durable. */
	readonly sink: BlockSink;
	/** False when the user does not want raw features kept, or once the disk was too full for them. */
	readonly keepsFeatures: () => boolean;
}

/** Puts every block into the log. */
export function storeSink(options: StoreSinkOptions): StoreSink {
	const { store, runId, onFeaturesDropped } = options;
	let logged = Math.min(options.flaggedBefore, flaggedLogLimit);
	let withFeatures = options.keepFeatures;

	const sink: BlockSink = async (block, context) => {
		if (withFeatures) {
			const flagged = flaggedRows(block, context, options, flaggedLogLimit - logged);
			try {
				await store.appendBlock(runId, block, flagged);
				logged += flagged.length;
				return;
			} catch (thrown) {
				if (!isFull(thrown)) throw thrown;
				withFeatures = false;
				onFeaturesDropped();
			}
		}
		const flagged = flaggedRows(block, { ...context, rawFeatures: () => [] }, options, flaggedLogLimit - logged);
		try {
			await store.appendBlock(runId, { ...block, features: null }, flagged);
			logged += flagged.length;
		} catch (thrown) {
			if (!isFull(thrown)) throw thrown;
			throw new ShrikeError(
				'storage.full',
				`The browser's storage is full. The ${(block.firstRow - 1).toLocaleString('en')} rows finished so far are ` +
					'kept: delete runs in History that you no longer need, then drop the same file again to go on.',
				{ rows: block.firstRow - 1 },
				{ cause: thrown }
			);
		}
	};
	return { sink, keepsFeatures: () => withFeatures };
}

function isFull(thrown: unknown): boolean {
	return thrown instanceof ShrikeError && thrown.code === 'storage.full';
}

function flaggedRows(
	block: ScoredBlock,
	context: BlockContext,
	options: StoreSinkOptions,
	atMost: number
): PredictionLog[] {
	const logs: PredictionLog[] = [];
	const timestamp = options.clock();
	for (let i = 0; i < block.rows && logs.length < atMost; i++) {
		if (block.decision[i] === 0 || block.decision[i] === 255) continue;
		const row = block.firstRow + i;
		logs.push({
			// The same row logged twice, after a lost acknowledgement, is the same entry.
			id: `${options.runId}:${row}`,
			timestamp,
			latency: null,
			prediction: 1,
			probability: block.score[i],
			true_class: block.label[i] === 255 ? null : block.label[i] === 1 ? 1 : 0,
			margin: block.margin[i],
			decision: decisions[block.decision[i]],
			threshold: options.policy.review,
			backend: block.backend,
			packSha256: options.packSha256,
			certificateId: context.certificate.id,
			runId: options.runId,
			row,
			features: context.rawFeatures(i)
		});
	}
	return logs;
}
