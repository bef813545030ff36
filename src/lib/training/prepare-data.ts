import { ShrikeError } from '../core/errors';
import { featureColumns } from '../core/schema/schema';
import type { TrainingConfig } from './config';
import { firstOccurrences } from './data/first-occurrences';
import { requireLearnable, requireVaried } from './data/require-learnable';
import { requireNotResampled } from './data/require-not-resampled';
import { inTimeOrder } from './data/time-order';
import { concatenate, selectRows } from './dataset';
import type { Dataset } from './dataset';
import { valuesOf } from './features/values-of';

export interface RowCounts {
	readonly given: number;
	/** Rows that repeat an earlier one in full. */
	readonly duplicates: number;
	readonly leftOut: number;
	/** Rows that were earlier than the row before them, so that all had to be sorted. */
	readonly backwards: number;
}

/** Distinct rows in the order of time, for packs that have a time. */
export interface PreparedData {
	readonly data: Dataset;
	/** Seconds, ascending; null for a pack without a time. */
	readonly times: Float64Array | null;
	readonly counts: RowCounts;
}

type Preparing = Pick<TrainingConfig, 'schema' | 'pipeline' | 'time' | 'leaveOut'>;

/**
 * Joins tables, drops rows that repeat an earlier one, leaves out what the configuration says, and brings the rest into the
 * order of time. Throws `data.one-class`, `data.too-few-frauds`, `data.resampled`, `data.missing-column`, `data.constant-column`.
 */
export function prepareData(config: Preparing, tables: readonly Dataset[]): PreparedData {
	const given = concatenate(tables);
	requireNotResampled(given, config.schema);
	const firsts = firstOccurrences(given);
	const distinct = firsts.length === given.rows ? given : selectRows(given, firsts);
	const kept = leaveOut(distinct, config);
	requireLearnable(kept);
	requireVaried(kept, config.schema);
	const counts = { given: given.rows, duplicates: given.rows - distinct.rows, leftOut: distinct.rows - kept.rows };
	if (config.time === null) return { data: kept, times: null, counts: { ...counts, backwards: 0 } };
	const [seconds] = valuesOf(config, kept, [config.time]);
	requireTimes(seconds, config.time);
	const { data, times, backwards } = inTimeOrder(kept, Float64Array.from(seconds));
	return { data, times, counts: { ...counts, backwards } };
}

function requireTimes(times: ArrayLike<number>, name: string): void {
	for (let row = 1; row < times.length; row++) if (times[row] !== times[0]) return;
	throw new ShrikeError(
		'data.constant-column',
		`The time of all rows is the same (${name}), so nothing tells before from after. Give the column that holds the time of each transaction.`,
		{ column: name }
	);
}

function leaveOut(data: Dataset, { leaveOut: rule, schema }: Preparing): Dataset {
	if (!rule) return data;
	const column = featureColumns(schema).findIndex(({ name }) => name === rule.column);
	const kept: number[] = [];
	data.raw[column].forEach((value, row) => {
		if (value > rule.atMost) kept.push(row);
	});
	return selectRows(data, kept);
}
