import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { activations, sigmoid } from './activation';
import { parseLayersModel } from './layers-model';
import { referenceMargins } from './network';

// The authority is TF.js itself: every model is exported by it, and read by it again before it predicts.

beforeAll(async () => {
	await tf.setBackend('cpu');
});

interface Exported {
	readonly json: Record<string, unknown>;
	readonly weights: Uint8Array<ArrayBuffer>;
	readonly artifacts: tf.io.ModelArtifacts;
}

/** Exports a model as its two files, with every weight (batch statistics too) drawn anew so that none is trivial. */
async function exported(model: tf.LayersModel, seed = 7): Promise<Exported> {
	let next = seed;
	model.setWeights(
		model.getWeights().map((weight) => {
			const drawn = tf.randomUniform(weight.shape, -1, 1, 'float32', next++);
			return weight.shape.length === 1 ? drawn.add(1.2) : drawn;
		})
	);
	const caught: { artifacts?: tf.io.ModelArtifacts } = {};
	await model.save({
		save: async (artifacts) => {
			caught.artifacts = artifacts;
			return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
		}
	});
	const { artifacts } = caught;
	if (!artifacts?.weightSpecs || !artifacts.weightData) throw new Error('nothing was saved');
	const data = Array.isArray(artifacts.weightData) ? artifacts.weightData[0] : artifacts.weightData;
	return {
		json: {
			format: artifacts.format,
			modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology)) as unknown,
			weightsManifest: [{ paths: ['weights.bin'], weights: artifacts.weightSpecs }]
		},
		weights: new Uint8Array(data),
		artifacts
	};
}

const rows = 50;

function inputs(width: number): Float32Array {
	return Float32Array.from(tf.randomUniform([rows, width], -3, 3, 'float32', 99).dataSync());
}

async function predictedByTf({ artifacts }: Exported, features: Float32Array, width: number): Promise<Float32Array[]> {
	const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
	const out = model.predict(tf.tensor2d(features, [rows, width]));
	if (Array.isArray(out)) throw new Error('one output expected');
	const values = out.arraySync() as number[][];
	return values.map((row) => Float32Array.from(row));
}

async function expectSameAsTf(model: tf.LayersModel, width: number): Promise<void> {
	const saved = await exported(model);
	const features = inputs(width);
	const ours = referenceMargins(parseLayersModel(saved.json, saved.weights), features, rows);
	const theirs = await predictedByTf(saved, features, width);
	for (let row = 0; row < rows; row++) {
		expect(sigmoid(ours[row])).toBeCloseTo(theirs[row][theirs[row].length - 1], 5);
	}
}

describe('parseLayersModel', () => {
	it.each(activations)('agrees with TF.js on a network of %s units', async (activation) => {
		const dense = tf.layers.dense({ units: 6, activation, inputShape: [5], kernelInitializer: 'zeros' });
		await expectSameAsTf(tf.sequential({ layers: [dense, tf.layers.dense({ units: 1, activation: 'sigmoid' })] }), 5);
	});

	it('keeps a linear output as the logit', async () => {
		const saved = await exported(tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] }));
		const features = inputs(4);
		const theirs = await predictedByTf(saved, features, 4);
		const ours = referenceMargins(parseLayersModel(saved.json, saved.weights), features, rows);
		for (let row = 0; row < rows; row++) expect(ours[row]).toBeCloseTo(theirs[row][0], 5);
	});

	it('agrees on dropout, separate activations and batch normalisation before, between and after activations', async () => {
		await expectSameAsTf(
			tf.sequential({
				layers: [
					tf.layers.batchNormalization({ inputShape: [5], epsilon: 0.01 }),
					tf.layers.dense({ units: 8, useBias: false }),
					tf.layers.batchNormalization({}),
					tf.layers.activation({ activation: 'tanh' }),
					tf.layers.dropout({ rate: 0.5 }),
					tf.layers.batchNormalization({ scale: false }),
					tf.layers.reLU({ maxValue: 6 }),
					tf.layers.batchNormalization({ center: false }),
					tf.layers.dense({ units: 3, activation: 'elu' }),
					tf.layers.activation({ activation: 'softplus' }),
					tf.layers.dense({ units: 1 }),
					tf.layers.activation({ activation: 'sigmoid' })
				]
			}),
			5
		);
	});

	it('agrees on a softmax of two classes', async () => {
		const head = tf.layers.dense({ units: 2, activation: 'softmax' });
		await expectSameAsTf(
			tf.sequential({ layers: [tf.layers.dense({ units: 4, activation: 'relu', inputShape: [3] }), head] }),
			3
		);
	});

	it('agrees on a functional model that is a chain', async () => {
		const input = tf.input({ shape: [6] });
		const hidden = tf.layers.dense({ units: 5, activation: 'selu' }).apply(input) as tf.SymbolicTensor;
		const output = tf.layers.dense({ units: 1, activation: 'sigmoid' }).apply(hidden) as tf.SymbolicTensor;
		await expectSameAsTf(tf.model({ inputs: input, outputs: output }), 6);
	});

	it('reads what Keras 3 writes', async () => {
		const kernel = [1, 2];
		const layer = (class_name: string, config: object, inbound: string | null) => ({
			module: 'keras.layers',
			registered_name: null,
			class_name,
			config: { ...config, dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' } } },
			inbound_nodes:
				inbound === null
					? []
					: [
							{
								args: [
									{
										class_name: '__keras_tensor__',
										config: { shape: [null, 2], dtype: 'float32', keras_history: [inbound, 0, 0] }
									}
								],
								kwargs: {}
							}
						]
		});
		const relu = { module: 'builtins', class_name: 'function', config: 'relu', registered_name: 'function' };
		const model = {
			format: 'layers-model',
			modelTopology: {
				keras_version: '3.8.0',
				model_config: {
					class_name: 'Functional',
					config: {
						name: 'fraud',
						layers: [
							layer('InputLayer', { batch_shape: [null, 2], name: 'in' }, null),
							layer('Dense', { name: 'out', units: 1, activation: 'sigmoid' }, 'hidden'),
							layer('Dense', { name: 'hidden', units: 1, activation: relu }, 'in')
						]
					}
				}
			},
			weightsManifest: [
				{
					paths: ['group1-shard1of1.bin'],
					weights: [
						{ name: 'fraud/hidden/kernel', shape: [2, 1], dtype: 'float32' },
						{ name: 'fraud/hidden/bias', shape: [1], dtype: 'float32' },
						{ name: 'fraud/out/kernel', shape: [1, 1], dtype: 'float32' },
						{ name: 'fraud/out/bias', shape: [1], dtype: 'float32' }
					]
				}
			]
		};
		const weights = new Uint8Array(Float32Array.of(...kernel, -1, 3, 0.5).buffer);
		const margins = referenceMargins(parseLayersModel(model, weights), Float32Array.of(2, 3, -4, 1), 2);
		expect([...margins]).toEqual([3 * (2 + 6 - 1) + 0.5, 0.5]);
	});

	const oneUnit = () => tf.layers.dense({ units: 1, activation: 'sigmoid' });
	it.each([
		['Conv1D', [tf.layers.conv1d({ filters: 2, kernelSize: 2, inputShape: [4, 1] }), tf.layers.flatten(), oneUnit()]],
		['LSTM', [tf.layers.lstm({ units: 2, inputShape: [4, 1] }), oneUnit()]],
		['hard_sigmoid', [tf.layers.dense({ units: 2, activation: 'hardSigmoid', inputShape: [4] }), oneUnit()]],
		['LeakyReLU', [tf.layers.dense({ units: 2, inputShape: [4] }), tf.layers.leakyReLU(), oneUnit()]],
		['3 softmax units', [tf.layers.dense({ units: 3, activation: 'softmax', inputShape: [4] })]],
		['softmax before', [tf.layers.dense({ units: 2, activation: 'softmax', inputShape: [4] }), oneUnit()]]
	])('refuses %s by name', async (named, layers) => {
		const saved = await exported(tf.sequential({ layers }));
		expect(() => parseLayersModel(saved.json, saved.weights)).toThrow(
			expect.objectContaining({ code: 'pack.unsupported-model', message: expect.stringContaining(named) as string })
		);
	});

	it('refuses a model that branches', async () => {
		const input = tf.input({ shape: [3] });
		const [a, b] = [1, 2].map(() => tf.layers.dense({ units: 2 }).apply(input) as tf.SymbolicTensor);
		const joined = tf.layers.add().apply([a, b]) as tf.SymbolicTensor;
		const saved = await exported(tf.model({ inputs: input, outputs: oneUnit().apply(joined) as tf.SymbolicTensor }));
		expect(() => parseLayersModel(saved.json, saved.weights)).toThrow(
			expect.objectContaining({ code: 'pack.unsupported-model', message: expect.stringContaining('branch') as string })
		);
	});

	it('refuses quantised and integer weights, missing weights and weights of another length', async () => {
		const saved = await exported(tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] }));
		const [kernel, bias] = saved.artifacts.weightSpecs ?? [];
		const withWeights = (weights: unknown[]) => ({ ...saved.json, weightsManifest: [{ paths: ['w.bin'], weights }] });
		const parse = (weights: unknown[], bytes = saved.weights) => () => parseLayersModel(withWeights(weights), bytes);
		const quantised = { ...kernel, quantization: { dtype: 'uint8', min: 0, scale: 1 } };
		expect(parse([quantised, bias])).toThrow(expect.objectContaining({ code: 'pack.unsupported-model' }));
		expect(parse([{ ...kernel, dtype: 'int32' }, bias])).toThrow(expect.objectContaining({ code: 'pack.unsupported-model' }));
		expect(parse([kernel], saved.weights.slice(0, 8))).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
		expect(parse([kernel, bias], saved.weights.slice(4))).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
		expect(() => parseLayersModel({ hello: 1 }, saved.weights)).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
		expect(() => parseLayersModel({ format: 'graph-model' }, saved.weights)).toThrow(
			expect.objectContaining({ code: 'pack.unsupported-model' })
		);
	});
});
