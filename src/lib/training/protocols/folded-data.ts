import type { TrainingConfig } from '../config';
import { requireLearnable, requireVaried } from '../data/require-learnable';
import { requireNotResampled } from '../data/require-not-resampled';
import { inTimeOrder } from '../data/time-order';
import { selectRows } from '../dataset';
import type { Dataset } from '../dataset';
import { valuesOf } from '../features/values-of';
import type { FoldedData } from '../pooled';

export interface TimedFolds extends FoldedData {
	/** Seconds, ascending; null for a pack without a time. */
	readonly times: Float64Array | null;
}

/**
 * The rows that a list of folds names, in its order or, for a pack with a time, in that of time. Throws `data.one-class`,
 * `data.too-few-frauds`, `data.resampled`, `data.missing-column`, `data.constant-column`.
 */
export function foldedData(config: TrainingConfig, data: Dataset, listed: readonly { readonly row: number; readonly fold: number }[]): TimedFolds {
	requireNotResampled(data, config.schema);
	const selected = selectRows(
		data,
		listed.map(({ row }) => row)
	);
	requireLearnable(selected);
	requireVaried(selected, config.schema);
	const folds = Uint8Array.from(listed, ({ fold }) => fold);
	if (config.time === null) return { data: selected, folds, times: null };
	const [seconds] = valuesOf(config, selected, [config.time]);
	const { data: ordered, times, order } = inTimeOrder(selected, seconds);
	return { data: ordered, folds: order ? Uint8Array.from(order, (place) => folds[place]) : folds, times };
}
