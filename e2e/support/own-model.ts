import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';

/** Weights of the three features, then the bias: large amounts at night are suspicious. */
const weights = [2, 0, 1.5, -2];

const dense = {
	class_name: 'Dense',
	config: { name: 'score', units: 1, activation: 'sigmoid', use_bias: true, batch_input_shape: [null, 3], dtype: 'float32' }
};

/** A logistic regression as TF.js saves it: the format is that of `model.save()`, described in TF.js' guide to saving. */
const model = {
	format: 'layers-model',
	generatedBy: 'TensorFlow.js tfjs-layers v4.22.0',
	convertedBy: null,
	modelTopology: { class_name: 'Sequential', config: { name: 'own', layers: [dense] }, keras_version: 'tfjs-layers 4.22.0', backend: 'tensor_flow.js' },
	weightsManifest: [
		{
			paths: ['weights.bin'],
			weights: [
				{ name: 'score/kernel', shape: [3, 1], dtype: 'float32' },
				{ name: 'score/bias', shape: [1], dtype: 'float32' }
			]
		}
	]
};

const scaler = { mean_: [3, 12, 0.25], scale_: [1.5, 7, 0.4], feature_names_in_: ['log_amount', 'hour', 'is_night'], clip: 10 };

const schema = {
	name: 'my-cards',
	columns: [
		{ name: 'seconds', type: 'number', roles: ['feature', 'timestamp'], unit: 's', min: 0 },
		{ name: 'amount', type: 'number', roles: ['feature', 'amount'], unit: 'EUR', min: 0 }
	],
	pipeline: [
		{ op: 'log1p', from: 'amount', to: 'log_amount' },
		{ op: 'hour', from: 'seconds', to: 'hour' },
		{ op: 'less-than', from: 'hour', to: 'is_night', value: 6 }
	]
};

/** The probability that this model gives a transaction, by its definition: a logistic regression on three features. */
export function ownProbability(seconds: number, amount: number): number {
	const hour = Math.floor(seconds / 3600) % 24;
	const features = [Math.log1p(amount), hour, hour < 6 ? 1 : 0];
	const { mean_, scale_ } = scaler;
	const logit = features.reduce((sum, x, i) => sum + ((x - (mean_[i] ?? 0)) / (scale_[i] ?? 1)) * (weights[i] ?? 0), weights[3] ?? 0);
	return 1 / (1 + Math.exp(-logit));
}

/** Makes a pack called “My cards” of this model with `shrike pack` and returns its folder. */
export async function packOwnModel(folder: string): Promise<string> {
	const path = (name: string): string => join(folder, name);
	await writeFile(path('model.json'), JSON.stringify(model));
	await writeFile(path('weights.bin'), new Uint8Array(Float32Array.from(weights).buffer));
	await writeFile(path('scaler.json'), JSON.stringify(scaler));
	await writeFile(path('schema.json'), JSON.stringify(schema));
	const inputs = ['--tfjs', path('model.json'), '--scaler', path('scaler.json'), '--schema', path('schema.json')];
	const args = ['scripts/shrike.mjs', 'pack', ...inputs, '--title', 'My cards', '--threshold', '0.5', '--out', path('my-cards')];
	await promisify(execFile)(process.execPath, args);
	return path('my-cards');
}

/** All files of a folder by their bare names. */
export async function filesOf(folder: string): Promise<Map<string, Buffer>> {
	const names = await readdir(folder);
	return new Map(await Promise.all(names.map(async (name): Promise<[string, Buffer]> => [name, await readFile(join(folder, name))])));
}

/** The files in a folder of that name, zipped. */
export function zipOf(files: ReadonlyMap<string, Buffer>, folder: string): Buffer {
	const entries = [...files].map(([name, bytes]): [string, Uint8Array] => [`${folder}/${name}`, new Uint8Array(bytes)]);
	return Buffer.from(zipSync(Object.fromEntries(entries)));
}
