import * as tf from '@tensorflow/tfjs';
import { generateTransactions } from '../core/generate/transactions';
import { bestF1 } from '../core/metrics/precision-recall';
import { rank } from '../core/metrics/ranking';
import type { Evaluation } from '../core/pack/evaluation';
import { loadPack } from '../core/pack/load';
import type { Manifest } from '../core/pack/manifest';
import { seededRandom } from '../core/random/random';
import { buildReference } from '../core/sketch/build-reference';
import { modelCard } from './card';
import type { TrainingConfig } from './config';
import type { Dataset } from './dataset';
import { bootstrap, evaluateSet } from './evaluate';
import type { TrainingRows } from './fit-mlp';
import { goldenVectors } from './golden';
import { fitScoring, scoresOf, standardised } from './hybrid/fit-scoring';
import type { FittedScoring } from './hybrid/fit-scoring';
import { memberFiles } from './hybrid/member-files';
import { memberScores } from './hybrid/member-scores';
import type { Report } from './hybrid/progress';
import { jsonFile, readerOf, sealPack, textFile } from './pack-files';
import type { PackFiles } from './pack-files';
import { prepareData } from './prepare-data';
import { neatThreshold } from './threshold';
import { manifestOf } from './trained-manifest';

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
	/** Called after every epoch and every tree of every fit; what it throws ends the training. */
	readonly onProgress?: Report;
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
 * Trains a pack: joins and de-duplicates the data, splits it, fits scaler and members on the training split, calibration
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
	const scoring = await fitScoring(config, data, random, (progress) => options.onProgress?.(progress));
	const { pipeline, train, validation, model, scaler, calibration, marginBounds } = scoring;
	const validationScores = scoresOf(scoring, validation);
	const best = bestF1(rank(validationScores, validation.labels, validation.weights));
	const threshold = neatThreshold(best.threshold, validationScores);

	const test = standardised(data.test, pipeline, data.normalWeight);
	const evaluation = evaluationOf(config, scoring, { train, validation, test }, data.normalWeight, threshold);
	const reference = buildReference({
		rawNames: pipeline.rawNames,
		raw: data.train.raw,
		featureNames: pipeline.featureNames,
		features: scoring.trainFeatures,
		labels: train.labels,
		weights: train.weights,
		scores: validationScores,
		margins: scoring.validationMargins,
		scoreWeights: validation.weights
	});

	const { files, members } = await memberFiles(scoring.members);
	const unsealed = manifestOf(config, sources, options, { scaler, members, combiner: model.combiner, calibration, marginBounds, threshold });
	const invented = generateTransactions(reference, config.schema, { rows: goldenRows, seed: options.seed, fraudShare: 0.5 });
	const inventedRows = Array.from({ length: goldenRows }, (_, row) => invented.raw.map((column) => column[row]));
	const golden = goldenVectors({ ...unsealed, compiled: pipeline, model }, inventedRows, goldenStressRows, random);
	const card = modelCard({
		config,
		manifest: unsealed,
		evaluation,
		calibrationFitted: scoring.calibrationFitted,
		rows: data.counts,
		members: scoring.members
	});
	files.set('golden.json', jsonFile(golden));
	files.set('reference.json', jsonFile(reference));
	files.set('evaluation.json', jsonFile(evaluation, '\t'));
	files.set('card.md', textFile(card));
	const sha256 = await sealPack(files, unsealed);
	const { manifest } = await loadPack(readerOf(files), sha256);
	return { files, sha256, manifest, evaluation };
}

/** Figures of the splits that members did not learn from. */
function evaluationOf(
	{ prior }: TrainingConfig,
	scoring: FittedScoring,
	{ train, validation, test }: { readonly train: TrainingRows; readonly validation: TrainingRows; readonly test: TrainingRows },
	normalWeight: number,
	threshold: number
): Evaluation {
	const evaluated = (name: 'validation' | 'test', rows: TrainingRows) => {
		const members = scoring.model.members.map((member) => ({ id: member.id, scores: memberScores(member, scoring, rows) }));
		return evaluateSet({ name, scores: scoresOf(scoring, rows), labels: rows.labels, normalWeight }, threshold, members);
	};
	const frauds = train.labels.reduce((sum, label) => sum + label, 0);
	return {
		prior,
		threshold,
		bootstrap,
		sets: [
			{ name: 'train', rows: train.rows, frauds, normalWeight, figures: {} },
			evaluated('validation', validation),
			evaluated('test', test)
		]
	};
}
