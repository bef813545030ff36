import { featureColumns } from '../core/schema/schema';
import type { Random } from '../core/random/random';
import type { TrainingConfig } from './config';
import { concatenate, firstOccurrences, requireLearnable, selectRows } from './dataset';
import type { Dataset } from './dataset';
import { stratifiedSplit } from './split';
import { normalWeight } from './weights';

export interface PreparedData {
	readonly train: Dataset;
	readonly validation: Dataset;
	readonly test: Dataset;
	/** How many transactions a normal row of any split stands for. */
	readonly normalWeight: number;
	readonly counts: { readonly given: number; readonly duplicates: number; readonly leftOut: number };
}

/**
 * Joins tables, drops rows that repeat an earlier one, leaves out what the configuration says, and splits the rest.
 * Throws `data.one-class` and `data.too-few-frauds`.
 */
export function prepareData(config: TrainingConfig, tables: readonly Dataset[], random: Random): PreparedData {
	const given = concatenate(tables);
	const distinct = selectRows(given, firstOccurrences(given));
	const data = leaveOut(distinct, config);
	requireLearnable(data);
	const split = stratifiedSplit(data.labels, config.split, random);
	return {
		train: selectRows(data, split.train),
		validation: selectRows(data, split.validation),
		test: selectRows(data, split.test),
		normalWeight: normalWeight(data.labels, config.prior),
		counts: { given: given.rows, duplicates: given.rows - distinct.rows, leftOut: distinct.rows - data.rows }
	};
}

function leaveOut(data: Dataset, { leaveOut: rule, schema }: TrainingConfig): Dataset {
	if (!rule) return data;
	const column = featureColumns(schema).findIndex(({ name }) => name === rule.column);
	const kept: number[] = [];
	data.raw[column].forEach((value, row) => {
		if (value > rule.atMost) kept.push(row);
	});
	return selectRows(data, kept);
}
