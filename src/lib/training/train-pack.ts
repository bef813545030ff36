import * as tf from '@tensorflow/tfjs';
import { compilePipeline } from '../core/features/pipeline';
import type { CompiledPipeline } from '../core/features/pipeline';
import { generateTransactions } from '../core/generate/transactions';
import { rank } from '../core/metrics/ranking';
import { bestF1 } from '../core/metrics/precision-recall';
import { referenceMargins } from '../core/members/network';
import type { DenseNetwork } from '../core/members/network';
import { loadPack } from '../core/pack/load';
import type { Manifest, Scaler } from '../core/pack/manifest';
import { clipMargin, scoreOfMargin } from '../core/pack/score';
import type { Evaluation } from '../core/pack/evaluation';
import { seededRandom } from '../core/random/random';
import { buildReference } from '../core/sketch/build-reference';
import { calibrate } from './calibrate';
import { modelCard } from './card';
import type { TrainingConfig } from './config';
import { concatenate, firstOccurrences, fraudCount, requireLearnable, selectRows } from './dataset';
import type { Dataset } from './dataset';
import { bootstrap, evaluateSet } from './evaluate';
import { fitMlp } from './fit-mlp';
import type { FitProgress, TrainingRows } from './fit-mlp';
import { fitScaler } from './fit-scaler';
import { goldenVectors } from './golden';
import { layersModelFiles } from './model-files';
import { jsonFile, readerOf, sealPack, textFile } from './pack-files';
import type { PackFiles } from './pack-files';
import { stratifiedSplit } from './split';
import { neatThreshold } from './threshold';
import { normalWeight, rowWeights } from './weights';

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
	const given = concatenate(sources.map((source) => source.data));
	const distinct = selectRows(given, firstOccurrences(given));
	const data = leaveOut(distinct, config);
	requireLearnable(data);

	const normal = normalWeight(data.labels, config.prior);
	const random = seededRandom(options.seed);
	const split = stratifiedSplit(data.labels, config.split, random);
	const parts = { train: selectRows(data, split.train), validation: selectRows(data, split.validation), test: selectRows(data, split.test) };

	const unscaled = pipelineWith(config, unitScaler(config));
	const features = unscaled.unscaled(parts.train.raw, parts.train.rows);
	const trainWeights = rowWeights(parts.train.labels, normal);
	const scaler = fitScaler(unscaled.featureNames, features, trainWeights, config.clip);
	const pipeline = pipelineWith(config, scaler);
	const rows = {
		train: standardised(parts.train, pipeline, normal),
		validation: standardised(parts.validation, pipeline, normal),
		test: standardised(parts.test, pipeline, normal)
	};

	const starts = Array.from({ length: config.network.starts }, (_, i) => ({
		start: i + 1,
		...fitMlp(config.network, rows.train, rows.validation, seededRandom(random.int(2 ** 32)), (progress) =>
			options.onProgress?.({ start: i + 1, ...progress })
		)
	}));
	const fit = starts.reduce((best, other) => (other.validationLoss < best.validationLoss ? other : best));
	const { network } = fit;

	const marginBounds: Manifest['marginBounds'] = [config.marginBounds[0], config.marginBounds[1]];
	const margins = (set: TrainingRows) => clippedMargins(network, set, marginBounds);
	const validationMargins = margins(rows.validation);
	const { calibration, fitted } = calibrate({ ...rows.validation, margins: validationMargins });
	const scores = (of: Float64Array) => of.map((margin) => scoreOfMargin(margin, { calibration, marginBounds }));
	const validationScores = scores(validationMargins);
	const validationRanking = rank(validationScores, parts.validation.labels, rows.validation.weights);
	const threshold = neatThreshold(bestF1(validationRanking).threshold, validationScores);

	const evaluation: Evaluation = {
		prior: config.prior,
		threshold,
		bootstrap,
		sets: [
			{ name: 'train', rows: parts.train.rows, frauds: fraudCount(parts.train), normalWeight: normal, figures: {} },
			evaluateSet({ name: 'validation', scores: validationScores, labels: parts.validation.labels, normalWeight: normal }, threshold),
			evaluateSet({ name: 'test', scores: scores(margins(rows.test)), labels: parts.test.labels, normalWeight: normal }, threshold)
		]
	};
	const reference = buildReference({
		rawNames: pipeline.rawNames,
		raw: parts.train.raw,
		featureNames: pipeline.featureNames,
		features,
		labels: parts.train.labels,
		weights: trainWeights,
		scores: validationScores,
		margins: validationMargins,
		scoreWeights: rows.validation.weights
	});

	const sealed: Omit<Manifest, 'files'> = {
		format: 'shrike-pack',
		formatVersion: 1,
		name: config.name,
		title: config.title,
		version: config.version,
		description: config.description,
		schema: config.schema,
		pipeline: [...config.pipeline],
		scaler,
		members: [{ kind: 'mlp', id: 'mlp', model: 'model.json' }],
		combiner: { kind: 'single', member: 'mlp' },
		calibration,
		marginBounds,
		policy: { kind: 'threshold', review: threshold },
		prior: config.prior,
		parts: { golden: 'golden.json', reference: 'reference.json', evaluation: 'evaluation.json', card: 'card.md' },
		provenance: {
			command: options.command,
			seed: options.seed,
			data: sources.map(({ name, sha256, data: { rows: count, labels } }) => ({
				name,
				sha256,
				rows: count,
				positives: labels.reduce((sum, label) => sum + label, 0)
			})),
			licence: config.licence
		}
	};
	const invented = generateTransactions(reference, config.schema, { rows: goldenRows, seed: options.seed, fraudShare: 0.5 });
	const inventedRows = Array.from({ length: goldenRows }, (_, row) => invented.raw.map((column) => column[row]));
	const files: PackFiles = await layersModelFiles(network, config.network.dropout);
	files.set('golden.json', jsonFile(goldenVectors({ ...sealed, compiled: pipeline, network }, inventedRows, goldenStressRows, random)));
	files.set('reference.json', jsonFile(reference));
	files.set('evaluation.json', jsonFile(evaluation, '\t'));
	const counts = { given: given.rows, duplicates: given.rows - distinct.rows, leftOut: distinct.rows - data.rows };
	files.set('card.md', textFile(modelCard({ config, manifest: sealed, evaluation, calibrationFitted: fitted, rows: counts, fit })));
	const sha256 = await sealPack(files, sealed);
	const { manifest } = await loadPack(readerOf(files), sha256);
	return { files, sha256, manifest, evaluation };
}

function leaveOut(data: Dataset, { leaveOut: rule, schema }: TrainingConfig): Dataset {
	if (!rule) return data;
	const column = schema.columns.filter(({ roles }) => roles.includes('feature')).findIndex(({ name }) => name === rule.column);
	const kept: number[] = [];
	data.raw[column].forEach((value, row) => {
		if (value > rule.atMost) kept.push(row);
	});
	return selectRows(data, kept);
}

function pipelineWith({ schema, pipeline }: TrainingConfig, scaler: Scaler): CompiledPipeline {
	return compilePipeline({ schema, pipeline, scaler });
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
