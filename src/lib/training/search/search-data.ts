import { isFeature, isProfileStep } from '../../core/features/steps';
import { seededRandom } from '../../core/random/random';
import type { TrainingConfig } from '../config';
import { fitEncodings } from '../features/fit-encodings';
import { fitForests } from '../features/fit-forests';
import { unscaledRows } from '../features/unscaled-rows';
import type { TrainingRows } from '../fit-mlp';
import { fitScaler } from '../fit-scaler';
import { trainingRows } from '../fit-split';
import { testedColumns } from '../protocols/run-protocol';
import { rowWeights, weightingOf } from '../weights';
import type { InnerRows } from './inner-splits';
import type { TrainingSpan } from './training-span';

/** What a trial learns from and is judged on. */
export interface SearchFold {
	readonly train: TrainingRows;
	readonly validation: TrainingRows | null;
	readonly held: TrainingRows;
	/** Of the held rows; null for data without. */
	readonly amounts: Float64Array | null;
	readonly days: Float64Array | null;
	readonly cards: Float64Array | null;
}

/** All that trials see: standardised features, made once and only read. No row of the test is among them. */
export interface SearchData {
	readonly folds: readonly SearchFold[];
	/** How many transactions a normal row stands for. */
	readonly normalWeight: number;
}

/** Fits encodings, forests and scaler on the rows that each split learns from, and makes the features of all its rows. */
export function searchData(config: TrainingConfig, span: TrainingSpan, splits: readonly InnerRows[], seed: number): SearchData {
	const { data } = span;
	// As in training: a declared share of frauds holds for all rows, else the rows that are learned from show it.
	const shown = config.prior === null ? Uint8Array.from(splits[0].train, (row) => data.labels[row]) : data.labels;
	const weighting = weightingOf(config, shown);
	const folds = splits.map(({ train, validation, held }): SearchFold => {
		const weights = rowWeights(
			Uint8Array.from(train, (row) => data.labels[row]),
			weighting.normalWeight
		);
		const withTables = { schema: config.schema, pipeline: fitEncodings(config, data, train, weights) };
		const parts = { ...withTables, forests: fitForests(withTables, data, train, weights, seededRandom(seed)) };
		const columns = parts.pipeline.some(isProfileStep) ? Float32Array : Float64Array;
		const names = parts.pipeline.filter(isFeature).map(({ to }) => to);
		const scaled = { ...parts, scaler: fitScaler(names, unscaledRows(parts, data, train, columns), weights, config.clip) };
		const { amounts, days, cards } = testedColumns(config, span, held);
		const rows = (of: Uint32Array) => trainingRows(scaled, data, of, weighting);
		return { train: rows(train), validation: validation && rows(validation), held: rows(held), amounts, days, cards };
	});
	return { folds, normalWeight: weighting.normalWeight };
}
