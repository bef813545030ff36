import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPack } from '../core/pack/load';
import { importPack } from './import-pack';
import type { ImportParts } from './import-pack';
import { importScaler } from './import-scaler';
import { readerOf } from './pack-files';

beforeAll(async () => {
	await tf.setBackend('cpu');
});

const schema = {
	name: 'my-cards',
	columns: [
		{ name: 'seconds', type: 'number', roles: ['feature', 'timestamp'], min: 0 },
		{ name: 'amount', type: 'number', roles: ['feature', 'amount'], min: 0 },
		{ name: 'is_fraud', type: 'number', roles: ['label'] }
	],
	pipeline: [
		{ op: 'log1p', from: 'amount', to: 'log_amount' },
		{ op: 'hour', from: 'seconds', to: 'hour' },
		{ op: 'less-than', from: 'hour', to: 'is_night', value: 6 }
	]
};
const scaler = { mean_: [3, 12, 0.2], scale_: [1.5, 6, 0.4], feature_names_in_: ['log_amount', 'hour', 'is_night'], clip: 8 };

async function parts(model: tf.LayersModel, change: Partial<ImportParts> = {}): Promise<ImportParts> {
	model.setWeights(model.getWeights().map((weight, i) => tf.randomUniform(weight.shape, 0.1, 1, 'float32', i + 1)));
	const caught: { artifacts?: tf.io.ModelArtifacts } = {};
	await model.save({
		save: async (artifacts) => {
			caught.artifacts = artifacts;
			return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
		}
	});
	const { modelTopology, weightSpecs, weightData } = caught.artifacts ?? {};
	if (!weightData || Array.isArray(weightData)) throw new Error('one buffer expected');
	const bytes = new Uint8Array(weightData);
	return {
		model: { format: 'layers-model', modelTopology, weightsManifest: [{ paths: ['a.bin', 'b.bin'], weights: weightSpecs }] },
		weights: [bytes.subarray(0, 7), bytes.subarray(7)],
		scaler,
		schema,
		name: 'my-cards',
		title: 'My cards',
		threshold: 0.3,
		licence: 'mine',
		command: 'shrike pack',
		...change
	};
}

function usualModel(): tf.LayersModel {
	return tf.sequential({
		layers: [
			tf.layers.dense({ units: 5, activation: 'relu', inputShape: [3] }),
			tf.layers.batchNormalization({}),
			tf.layers.dropout({ rate: 0.3 }),
			tf.layers.dense({ units: 1, activation: 'sigmoid' })
		]
	});
}

describe('importPack', () => {
	it('makes a pack that loads, from a model in two shards and a scikit-learn scaler', async () => {
		const { files, sha256, manifest, difference, reexported } = await importPack(await parts(usualModel()));
		const pack = await loadPack(readerOf(files), sha256);
		expect(difference).toBeLessThan(1e-5);
		expect(reexported).toBe(false);
		expect(manifest.policy).toEqual({ kind: 'threshold', review: 0.3 });
		expect([manifest.prior, pack.reference, pack.card]).toEqual([null, null, null]);
		expect(pack.pipeline.featureNames).toEqual(['log_amount', 'hour', 'is_night']);
		expect(manifest.scaler.high).toEqual([8, 8, 8]);
		expect(pack.golden.raw.length).toBeGreaterThanOrEqual(64);
		expect(pack.golden.raw.flat().every((value) => Number(value) >= 0)).toBe(true);
		expect(Object.keys(manifest.files).some((name) => /^weights\.[0-9a-f]{8}\.bin$/.test(name))).toBe(true);
	});

	it('rewrites a model that TF.js cannot load, as those of Keras 3', async () => {
		const given = await parts(usualModel());
		const text = JSON.stringify(given.model).replaceAll('batch_input_shape', 'batch_shape');
		const { files, sha256, reexported, difference } = await importPack({ ...given, model: JSON.parse(text) as unknown });
		expect([reexported, difference < 1e-5]).toEqual([true, true]);
		expect((await loadPack(readerOf(files), sha256)).model.inputs).toBe(3);
	});

	it('takes every feature column as it is when no pipeline is given', async () => {
		const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
		const columns = { mean: [0, 0], scale: [1, 1] };
		const { manifest } = await importPack(await parts(model, { schema: { name: 's', columns: schema.columns }, scaler: columns }));
		expect(manifest.scaler.names).toEqual(['seconds', 'amount']);
	});

	it('refuses parts that do not fit, saying which', async () => {
		const refusal = async (change: Partial<ImportParts>) => importPack(await parts(usualModel(), change));
		const saying = (text: string) => ({ code: 'pack.invalid', message: expect.stringContaining(text) as string });
		await expect(refusal({ schema: { ...schema, pipeline: schema.pipeline.slice(0, 2) } })).rejects.toMatchObject(saying('3 means'));
		await expect(refusal({ scaler: { mean: [1] } })).rejects.toMatchObject(saying('scale'));
		await expect(refusal({ schema: { columns: [] } })).rejects.toMatchObject(saying('schema'));
		await expect(refusal({ weights: [new Uint8Array(8)] })).rejects.toMatchObject(saying('8 bytes'));
		const two = { ...schema, pipeline: schema.pipeline.slice(0, 2) };
		await expect(refusal({ schema: two, scaler: { mean: [0, 0], scale: [1, 1] } })).rejects.toMatchObject(saying('takes 3 features'));
		await expect(refusal({ model: { format: 'graph-model' } })).rejects.toMatchObject({ code: 'pack.unsupported-model' });
	});
});

describe('importScaler', () => {
	it('keeps our own form and refuses a scale of zero', () => {
		const ours = { kind: 'standard', names: ['a'], mean: [1], scale: [2], low: [-3], high: [4] };
		expect(importScaler(ours, ['a'])).toEqual(ours);
		expect(() => importScaler({ mean: [1], scale: [0] }, ['a'])).toThrow(expect.objectContaining({ code: 'pack.invalid' }));
		expect(importScaler({ mean_: [1], scale_: [2] }, ['a'])).toMatchObject({ names: ['a'], low: [-100], high: [100] });
	});
});
