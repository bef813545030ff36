import { compilePipeline } from '../../core/features/pipeline';
import type { CompiledPipeline } from '../../core/features/pipeline';
import { referenceModelMargins } from '../../core/members/model';
import type { Calibration, Manifest, Scaler } from '../../core/pack/manifest';
import { clipMargin, scoreOfMargin } from '../../core/pack/score';
import type { Random } from '../../core/random/random';
import { calibrate } from '../calibrate';
import type { TrainingConfig } from '../config';
import type { Dataset } from '../dataset';
import type { TrainingRows } from '../fit-mlp';
import { fitScaler } from '../fit-scaler';
import { rowWeights } from '../weights';
import { fitModel } from './fit-model';
import type { FittedModel } from './fit-model';
import type { Report } from './progress';

export interface TrainingSplits {
	readonly train: Dataset;
	readonly validation: Dataset;
	/** How many transactions a normal row stands for. */
	readonly normalWeight: number;
}

/** All that turns raw rows into calibrated scores. */
export interface FittedScoring extends FittedModel {
	readonly scaler: Scaler;
	readonly pipeline: CompiledPipeline;
	readonly calibration: Calibration;
	/** Whether the calibration is more than the identity. */
	readonly calibrationFitted: boolean;
	readonly marginBounds: Manifest['marginBounds'];
	/** The training split's features before standardisation, one array a feature. */
	readonly trainFeatures: readonly Float64Array[];
	readonly train: TrainingRows;
	readonly validation: TrainingRows;
	/** Of the validation split, clipped. */
	readonly validationMargins: Float64Array;
}

/** Fits scaler, members and combiner on the training split and the calibration on the validation split. */
export async function fitScoring(
	config: TrainingConfig,
	{ train: trainData, validation: validationData, normalWeight }: TrainingSplits,
	random: Random,
	report: Report
): Promise<FittedScoring> {
	const unscaled = compilePipeline({ ...config, scaler: unitScaler(config) });
	const trainFeatures = unscaled.unscaled(trainData.raw, trainData.rows);
	const scaler = fitScaler(unscaled.featureNames, trainFeatures, rowWeights(trainData.labels, normalWeight), config.clip);
	const pipeline = compilePipeline({ ...config, scaler });
	const train = standardised(trainData, pipeline, normalWeight);
	const validation = standardised(validationData, pipeline, normalWeight);
	const fitted = await fitModel(config, train, validation, random, report);

	const marginBounds: Manifest['marginBounds'] = [config.marginBounds[0], config.marginBounds[1]];
	const validationMargins = clipped(referenceModelMargins(fitted.model, validation.features, validation.rows), marginBounds);
	const { calibration, fitted: calibrationFitted } = calibrate({ ...validation, margins: validationMargins });
	return { ...fitted, scaler, pipeline, calibration, calibrationFitted, marginBounds, trainFeatures, train, validation, validationMargins };
}

/** Raw rows as members take them. */
export function standardised(data: Dataset, pipeline: CompiledPipeline, normalWeight: number): TrainingRows {
	const features = new Float32Array(data.rows * pipeline.width);
	pipeline.transform(data.raw, data.rows, features);
	return { rows: data.rows, features, labels: data.labels, weights: rowWeights(data.labels, normalWeight) };
}

/** Calibrated scores of the model, by the float64 reference. */
export function scoresOf({ model, calibration, marginBounds }: FittedScoring, { features, rows }: TrainingRows): Float64Array {
	return referenceModelMargins(model, features, rows).map((margin) => scoreOfMargin(margin, { calibration, marginBounds }));
}

/** Stands in for the scaler that is yet to be fitted on the features which the pipeline makes. */
function unitScaler({ pipeline }: TrainingConfig): Scaler {
	const all = (value: number) => pipeline.map(() => value);
	return { kind: 'standard', names: pipeline.map(({ to }) => to), mean: all(0), scale: all(1), low: all(-1), high: all(1) };
}

function clipped(margins: Float64Array, marginBounds: Manifest['marginBounds']): Float64Array {
	return margins.map((margin) => clipMargin(margin, { marginBounds }));
}
