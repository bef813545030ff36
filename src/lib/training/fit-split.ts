import { compilePipeline } from '../core/features/pipeline';
import type { CompiledPipeline } from '../core/features/pipeline';
import type { PipelineStep } from '../core/features/steps';
import { isFeature, isProfileStep } from '../core/features/steps';
import type { TreeEnsemble } from '../core/members/trees/ensemble';
import type { Scaler } from '../core/pack/manifest';
import { scoreOfMargin } from '../core/pack/score';
import type { Random } from '../core/random/random';
import type { Schema } from '../core/schema/schema';
import type { Judged } from './calibrate-loss';
import type { TrainingConfig } from './config';
import type { Dataset } from './dataset';
import { fitEncodings } from './features/fit-encodings';
import { fitForests } from './features/fit-forests';
import { standardisedRows, unscaledRows } from './features/unscaled-rows';
import type { PipelineParts } from './features/unscaled-rows';
import type { TrainingRows } from './fit-mlp';
import { fitScaler } from './fit-scaler';
import { fitCalibrated, marginsOf } from './hybrid/fit-calibrated';
import type { CalibratedModel } from './hybrid/fit-calibrated';
import type { Report } from './hybrid/progress';
import { chosenThreshold } from './threshold';
import { rowWeights } from './weights';
import type { Weighting } from './weights';

/** Indices of rows, ascending. */
export interface SplitRows {
	readonly train: Uint32Array;
	/** Rows that end fits and calibrate a member alone; null where there are none. */
	readonly validation: Uint32Array | null;
}

/** All that turns raw rows into calibrated scores, learned from the rows of a split. */
export interface FittedSplit extends CalibratedModel, Weighting {
	readonly schema: Schema;
	/** With its tables. */
	readonly pipeline: readonly PipelineStep[];
	readonly forests: ReadonlyMap<string, TreeEnsemble>;
	readonly scaler: Scaler;
	readonly compiled: CompiledPipeline;
	/** The training rows' features before standardisation, one array a feature. */
	readonly trainFeatures: readonly (Float64Array | Float32Array)[];
	readonly train: TrainingRows;
	readonly validation: TrainingRows | null;
	/** Margins of rows that had no say in them: out-of-fold ones, else the validation rows', else the training rows' own. */
	readonly unseen: Judged;
	/** As the configuration chooses it on those rows. */
	readonly threshold: number;
}

/**
 * Fits encodings, forests and scaler on the training rows, and everything else on what the pipeline makes of them. Features are
 * made by one session over all rows in their order, so a row knows all before it, training row or not; labels reach `risk`
 * steps after their delay only.
 */
export async function fitSplit(
	config: TrainingConfig,
	data: Dataset,
	split: SplitRows,
	weighting: Weighting,
	random: Random,
	report: Report
): Promise<FittedSplit> {
	const labels = Uint8Array.from(split.train, (row) => data.labels[row]);
	const weights = rowWeights(labels, weighting.normalWeight);
	const withTables = { schema: config.schema, pipeline: fitEncodings(config, data, split.train, weights) };
	const parts = { ...withTables, forests: fitForests(withTables, data, split.train, weights, random) };
	// A pack with profiles has rows in millions: half the memory is worth the seventh digit of a mean.
	const columns = parts.pipeline.some(isProfileStep) ? Float32Array : Float64Array;
	const trainFeatures = unscaledRows(parts, data, split.train, columns);
	const names = parts.pipeline.filter(isFeature).map(({ to }) => to);
	const scaler = fitScaler(names, trainFeatures, weights, config.clip);
	const scaled = { ...parts, scaler };
	const train = trainingRows(scaled, data, split.train, weighting);
	const validation = split.validation && trainingRows(scaled, data, split.validation, weighting);
	const fitted = await fitCalibrated(config, { train, validation }, random, report);
	const unseen = fitted.joined?.on ?? judged(fitted, validation ?? train);
	return {
		...fitted,
		...weighting,
		...scaled,
		compiled: compilePipeline(scaled),
		trainFeatures,
		train,
		validation,
		unseen,
		threshold: chosenThreshold(
			config.threshold ?? 'best-f1',
			unseen.margins.map((margin) => scoreOfMargin(margin, fitted)),
			unseen.labels,
			unseen.weights
		)
	};
}

/** Rows as members take them. */
export function trainingRows(
	parts: PipelineParts & { readonly scaler: Scaler },
	data: Dataset,
	rows: Uint32Array,
	{ normalWeight }: Pick<Weighting, 'normalWeight'>
): TrainingRows {
	const labels = Uint8Array.from(rows, (row) => data.labels[row]);
	return { rows: rows.length, features: standardisedRows(parts, data, rows), labels, weights: rowWeights(labels, normalWeight) };
}

function judged(model: CalibratedModel, rows: TrainingRows): Judged {
	return { margins: marginsOf(model, rows), labels: rows.labels, weights: rows.weights };
}
