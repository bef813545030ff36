import * as tf from '@tensorflow/tfjs';
import { compilePipeline } from '../core/features/pipeline';
import type { CompiledPipeline } from '../core/features/pipeline';
import { generateTransactions } from '../core/generate/transactions';
import { bestF1 } from '../core/metrics/precision-recall';
import { rank } from '../core/metrics/ranking';
import { referenceMargins } from '../core/members/network';
import type { DenseNetwork } from '../core/members/network';
import type { Evaluation } from '../core/pack/evaluation';
import { loadPack } from '../core/pack/load';
import type { Manifest, Scaler } from '../core/pack/manifest';
import { clipMargin, scoreOfMargin } from '../core/pack/score';
import { seededRandom } from '../core/random/random';
import type { Random } from '../core/random/random';
import { buildReference } from '../core/sketch/build-reference';
import { calibrate } from './calibrate';
import { modelCard } from './card';
import type { TrainingConfig } from './config';
import { fraudCount } from './dataset';
import type { Dataset } from './dataset';
import { bootstrap, evaluateSet } from './evaluate';
import { fitMlp } from './fit-mlp';
import type { FitProgress, FittedMlp, TrainingRows } from './fit-mlp';
import { fitScaler } from './fit-scaler';
import { goldenVectors } from './golden';
import { layersModelFiles } from './model-files';
import { jsonFile, readerOf, sealPack, textFile } from './pack-files';
import type { PackFiles } from './pack-files';
import { prepareData } from './prepare-data';
import { neatThreshold } from './threshold';
import { manifestOf } from './trained-manifest';
import { rowWeights } from './weights';

/** A data file as read, with the digest of its bytes as given. */
export interface DataFile {
	/** Without folders. */
	readonly name: string;
	readonly sha256: string;
	readonly data: Dataset;
}

export interface TrainingOptions {
	/** Integer in [0, 2³²). */
	readonly seed: number;
	/** The command line that repeats this, for the provenance. */
	readonly command: string;
	/** Called after every epoch of every start (1, 2, …); what it throws ends the training. */
	readonly onProgress?: (progress: FitProgress & { readonly start: number }) => void;
}

export interface TrainedPack {
	readonly files: PackFiles;
	/** The manifest's, by which the pack is addressed. */
	readonly sha256: string;
	readonly manifest: Manifest;
	readonly evaluation: Evaluation;
}

const goldenRows = 64;
const goldenStressRows = 32;

/**
 * Trains a pack: joins and de-duplicates the data, splits it, fits scaler and network on the training split, calibration
 * and threshold on the validation split, and evaluates on the test split. The same data, configuration and seed give the
 * same bytes of every file.
 *
 * Sets TF.js to its `cpu` backend, the only one that computes the same everywhere. Throws `data.one-class` and
 * `data.too-few-frauds`.
 */
export async function trainPack(config: TrainingConfig, sources: readonly DataFile[], options: TrainingOptions): Promise<TrainedPack> {
	tf.enableProdMode();
	await tf.setBackend('cpu');
	const random = seededRandom(options.seed);
	const data = prepareData(
		config,
		sources.map((source) => source.data),
		random
	);
	const normal = data.normalWeight;

	const unscaled = compilePipeline({ ...config, scaler: unitScaler(config) });
	const features = unscaled.unscaled(data.train.raw, data.train.rows);
	const trainWeights = rowWeights(data.train.labels, normal);
	const scaler = fitScaler(unscaled.featureNames, features, trainWeights, config.clip);
	const pipeline = compilePipeline({ ...config, scaler });
	const train = standardised(data.train, pipeline, normal);
	const validation = standardised(data.validation, pipeline, normal);
	const fit = await bestStart(config, train, validation, random, options);

	const marginBounds: Manifest['marginBounds'] = [config.marginBounds[0], config.marginBounds[1]];
	const validationMargins = clippedMargins(fit.network, validation, marginBounds);
	const { calibration, fitted } = calibrate({ ...validation, margins: validationMargins });
	const scoresOf = (margins: Float64Array) => margins.map((margin) => scoreOfMargin(margin, { calibration, marginBounds }));
	const validationScores = scoresOf(validationMargins);
	const best = bestF1(rank(validationScores, validation.labels, validation.weights));
	const threshold = neatThreshold(best.threshold, validationScores);

	const test = standardised(data.test, pipeline, normal);
	const testScores = scoresOf(clippedMargins(fit.network, test, marginBounds));
	const evaluation: Evaluation = {
		prior: config.prior,
		threshold,
		bootstrap,
		sets: [
			{ name: 'train', rows: train.rows, frauds: fraudCount(data.train), normalWeight: normal, figures: {} },
			evaluateSet({ name: 'validation', scores: validationScores, labels: validation.labels, normalWeight: normal }, threshold),
			evaluateSet({ name: 'test', scores: testScores, labels: test.labels, normalWeight: normal }, threshold)
		]
	};
	const reference = buildReference({
		rawNames: pipeline.rawNames,
		raw: data.train.raw,
		featureNames: pipeline.featureNames,
		features,
		labels: data.train.labels,
		weights: trainWeights,
		scores: validationScores,
		margins: validationMargins,
		scoreWeights: validation.weights
	});

	const unsealed = manifestOf(config, sources, options, { scaler, calibration, marginBounds, threshold });
	const invented = generateTransactions(reference, config.schema, { rows: goldenRows, seed: options.seed, fraudShare: 0.5 });
	const inventedRows = Array.from({ length: goldenRows }, (_, row) => invented.raw.map((column) => column[row]));
	const golden = goldenVectors({ ...unsealed, compiled: pipeline, network: fit.network }, inventedRows, goldenStressRows, random);
	const card = modelCard({ config, manifest: unsealed, evaluation, calibrationFitted: fitted, rows: data.counts, fit });

	const files: PackFiles = await layersModelFiles(fit.network, config.network.dropout);
	files.set('golden.json', jsonFile(golden));
	files.set('reference.json', jsonFile(reference));
	files.set('evaluation.json', jsonFile(evaluation, '\t'));
	files.set('card.md', textFile(card));
	const sha256 = await sealPack(files, unsealed);
	const { manifest } = await loadPack(readerOf(files), sha256);
	return { files, sha256, manifest, evaluation };
}

/** Fits the network from as many starts as the configuration says and keeps the one of lowest validation loss. */
async function bestStart(
	{ network }: TrainingConfig,
	train: TrainingRows,
	validation: TrainingRows,
	random: Random,
	{ onProgress }: TrainingOptions
): Promise<FittedMlp & { readonly start: number }> {
	const fits: (FittedMlp & { readonly start: number })[] = [];
	for (let start = 1; start <= network.starts; start++) {
		const own = seededRandom(random.int(2 ** 32));
		const fit = await fitMlp(network, train, validation, own, (progress) => onProgress?.({ start, ...progress }));
		fits.push({ start, ...fit });
	}
	return fits.reduce((best, other) => (other.validationLoss < best.validationLoss ? other : best));
}

/** Stands in for the scaler that is yet to be fitted on the features which the pipeline makes. */
function unitScaler({ pipeline }: TrainingConfig): Scaler {
	const all = (value: number) => pipeline.map(() => value);
	return { kind: 'standard', names: pipeline.map(({ to }) => to), mean: all(0), scale: all(1), low: all(-1), high: all(1) };
}

function standardised(data: Dataset, pipeline: CompiledPipeline, normal: number): TrainingRows {
	const features = new Float32Array(data.rows * pipeline.width);
	pipeline.transform(data.raw, data.rows, features);
	return { rows: data.rows, features, labels: data.labels, weights: rowWeights(data.labels, normal) };
}

function clippedMargins(network: DenseNetwork, { features, rows }: TrainingRows, marginBounds: Manifest['marginBounds']): Float64Array {
	return referenceMargins(network, features, rows).map((margin) => clipMargin(margin, { marginBounds }));
}
