import * as tf from '@tensorflow/tfjs';
import { ShrikeError } from '../core/errors';
import { compilePipeline } from '../core/features/pipeline';
import { isFeature } from '../core/features/steps';
import { sigmoid } from '../core/members/activation';
import { parseLayersModel } from '../core/members/layers-model';
import { layersModel, topologyOf } from '../core/members/layers-model-schema';
import { networkModel } from '../core/members/model';
import { referenceMargins } from '../core/members/network';
import type { DenseNetwork } from '../core/members/network';
import { sha256Hex } from '../core/pack/digest';
import { neededFormat } from '../core/pack/format-version';
import { loadPack } from '../core/pack/load';
import { joined } from '../core/pack/load-model';
import type { Manifest } from '../core/pack/manifest';
import { seededRandom } from '../core/random/random';
import { goldenFeatures } from '../core/pack/golden-features';
import { goldenVectors, rowsAroundScaler } from './golden';
import { importScaler } from './import-scaler';
import { importSchema } from './import-schema';
import { layersModelFiles } from './model-files';
import { jsonFile, readerOf, sealPack } from './pack-files';
import type { PackFiles } from './pack-files';

/** What a pack of any foreign model says of itself. */
export interface ImportLabels {
	/** Parsed schema file: our schema, optionally with a `pipeline`. */
	readonly schema: unknown;
	readonly name: string;
	readonly title: string;
	readonly threshold: number;
	readonly licence: string;
	readonly command: string;
}

export interface ImportParts extends ImportLabels {
	/** Parsed `model.json`. */
	readonly model: unknown;
	/** Its weight files in the order of its manifest. */
	readonly weights: readonly Uint8Array[];
	/** Parsed scaler file: ours or scikit-learn's names. */
	readonly scaler: unknown;
}

export interface ImportedPack {
	readonly files: PackFiles;
	readonly sha256: string;
	readonly manifest: Manifest;
	/** Largest absolute difference between TF.js' own predictions and ours on the golden vectors. */
	readonly difference: number;
	/** True where TF.js cannot load the model as given and the pack holds an equal one that it can. */
	readonly reexported: boolean;
}

const marginBounds: Manifest['marginBounds'] = [-20, 20];
const goldenRows = 64;
const stressRows = 32;
const tolerance = 1e-4;

/**
 * Makes a pack of a model that was trained elsewhere, after TF.js itself has agreed with our reading of it on every golden
 * vector. Throws `pack.invalid` when the parts do not fit each other and `pack.unsupported-model` naming what cannot be run.
 */
export async function importPack(parts: ImportParts): Promise<ImportedPack> {
	tf.enableProdMode();
	await tf.setBackend('cpu');
	const { schema, pipeline } = importSchema(parts.schema);
	const scaler = importScaler(parts.scaler, pipeline.filter(isFeature).map(({ to }) => to));
	const compiled = compilePipeline({ schema, pipeline, scaler });
	const weights = joined(parts.weights);
	const network = parseLayersModel(parts.model, weights);
	if (network.inputs !== compiled.width) {
		throw new ShrikeError(
			'pack.invalid',
			`The model takes ${network.inputs} features, but schema and scaler make ${compiled.width}: ${compiled.featureNames.join(', ')}. ` +
				'Give the schema and scaler that the model was trained with.'
		);
	}
	const random = seededRandom(0);
	const described = { schema, pipeline, scaler, marginBounds };
	const golden = goldenVectors(
		{ ...described, compiled, model: networkModel(network) },
		rowsAroundScaler(described, goldenRows, random),
		stressRows,
		random
	);
	const features = goldenFeatures(compiled, golden.raw);

	const own = await ownModelFiles(parts.model, weights);
	const ownDifference = await differenceToTf(own, network, features);
	const files = ownDifference === null ? await layersModelFiles(network, 0) : own;
	const difference = ownDifference ?? (await differenceToTf(files, network, features)) ?? Infinity;
	if (!(difference <= tolerance)) {
		throw new ShrikeError(
			'pack.unsupported-model',
			`TF.js' own predictions differ from ours by ${difference.toPrecision(2)}, so the model would not be scored as you trained it. Please report it.`,
			{ difference }
		);
	}
	files.set('golden.json', jsonFile(golden));
	const alone: Pick<Manifest, 'members' | 'combiner' | 'calibration'> = {
		members: [{ kind: 'mlp', id: 'mlp', model: 'model.json' }],
		combiner: { kind: 'single', member: 'mlp' },
		calibration: { kind: 'platt', slope: 1, intercept: 0 }
	};
	const sha256 = await sealPack(files, {
		format: 'shrike-pack',
		formatVersion: neededFormat({ schema, pipeline, ...alone }),
		name: parts.name,
		title: parts.title,
		version: '1.0.0',
		description: 'Made from a TF.js layers model that was trained elsewhere.',
		...described,
		...alone,
		policy: { kind: 'threshold', review: parts.threshold },
		prior: null,
		parts: { golden: 'golden.json' },
		provenance: { command: parts.command, seed: null, data: [], licence: parts.licence }
	});
	const { manifest } = await loadPack(readerOf(files), sha256);
	return { files, sha256, manifest, difference, reexported: ownDifference === null };
}

/** The model as given, its weights as one file named by its content. */
async function ownModelFiles(model: unknown, weights: Uint8Array<ArrayBuffer>): Promise<PackFiles> {
	const json = layersModel.parse(model);
	const name = `weights.${(await sha256Hex(weights)).slice(0, 8)}.bin`;
	const weightsManifest = [{ paths: [name], weights: topologyOf(json).weights }];
	return new Map([
		['model.json', jsonFile({ ...json, weightsManifest })],
		[name, weights]
	]);
}

/** Null when TF.js cannot load the model. */
async function differenceToTf(files: PackFiles, network: DenseNetwork, features: Float32Array): Promise<number | null> {
	const model = await loadedByTf(files);
	if (!model) return null;
	const rows = features.length / network.inputs;
	const margins = referenceMargins(network, features, rows);
	const predicted = tf.tidy(() => {
		const out = model.predict(tf.tensor2d(features, [rows, network.inputs]));
		return Array.isArray(out) ? [] : Array.from(out.dataSync());
	});
	model.dispose();
	const columns = predicted.length / rows;
	const last = Array.from(margins, (_, row) => predicted[row * columns + columns - 1]);
	const asProbability = worst(last.map((p, row) => Math.abs(p - sigmoid(margins[row]))));
	const asLogit = worst(last.map((logit, row) => Math.abs(logit - margins[row]) / (1 + Math.abs(margins[row]))));
	return Math.min(asProbability, asLogit);
}

async function loadedByTf(files: PackFiles): Promise<tf.LayersModel | null> {
	const read = readerOf(files);
	const json = layersModel.parse(JSON.parse(new TextDecoder().decode(await read('model.json'))));
	const [{ paths }] = json.weightsManifest;
	const artifacts = { modelTopology: json.modelTopology, weightSpecs: json.weightsManifest[0].weights, weightData: (await read(paths[0])).buffer };
	try {
		return await tf.loadLayersModel({ load: () => Promise.resolve(artifacts as tf.io.ModelArtifacts) });
	} catch {
		return null;
	}
}

/** The greatest difference; Infinity where one is not a number. */
function worst(differences: readonly number[]): number {
	return differences.reduce((most, one) => (one <= most ? most : Number.isNaN(one) ? Infinity : one), 0);
}
