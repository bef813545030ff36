import { compilePipeline } from '../../core/features/pipeline';
import type { CompiledPipeline } from '../../core/features/pipeline';
import type { Scaler } from '../../core/pack/manifest';
import type { Random } from '../../core/random/random';
import type { TrainingConfig } from '../config';
import type { Dataset } from '../dataset';
import type { TrainingRows } from '../fit-mlp';
import { fitScaler } from '../fit-scaler';
import { rowWeights } from '../weights';
import { fitCalibrated, marginsOf } from './fit-calibrated';
import type { CalibratedModel } from './fit-calibrated';
import type { Report } from './progress';

export { scoresOf } from './fit-calibrated';

export interface TrainingSplits {
	readonly train: Dataset;
	readonly validation: Dataset;
	/** How many transactions a normal row stands for. */
	readonly normalWeight: number;
}

/** All that turns raw rows into calibrated scores. */
export interface FittedScoring extends CalibratedModel {
	readonly scaler: Scaler;
	readonly pipeline: CompiledPipeline;
	/** Whether the calibration is more than the identity. */
	readonly calibrationFitted: boolean;
	/** The training split's features before standardisation, one array a feature. */
	readonly trainFeatures: readonly Float64Array[];
	readonly train: TrainingRows;
	readonly validation: TrainingRows;
	/** Of the validation split, clipped. */
	readonly validationMargins: Float64Array;
}

/** Fits the scaler on the training split and everything else on what it makes of both splits. */
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
	const fitted = await fitCalibrated(config, { train, validation }, random, report);
	return {
		...fitted,
		scaler,
		pipeline,
		calibrationFitted: fitted.calibrationChoice.kind !== 'identity',
		trainFeatures,
		train,
		validation,
		validationMargins: marginsOf(fitted, validation)
	};
}

/** Raw rows as members take them. */
export function standardised(data: Dataset, pipeline: CompiledPipeline, normalWeight: number): TrainingRows {
	const features = new Float32Array(data.rows * pipeline.width);
	pipeline.transform(data.raw, data.rows, features);
	return { rows: data.rows, features, labels: data.labels, weights: rowWeights(data.labels, normalWeight) };
}

/** Stands in for the scaler that is yet to be fitted on the features which the pipeline makes. */
function unitScaler({ pipeline }: TrainingConfig): Scaler {
	const all = (value: number) => pipeline.map(() => value);
	return { kind: 'standard', names: pipeline.map(({ to }) => to), mean: all(0), scale: all(1), low: all(-1), high: all(1) };
}
