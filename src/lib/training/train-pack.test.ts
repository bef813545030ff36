import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { sigmoid } from '../core/members/activation';
import { loadPack } from '../core/pack/load';
import { seededRandom } from '../core/random/random';
import type { MlpConfig, TrainingConfig } from './config';
import type { Dataset } from './dataset';
import { goldenFeatures } from '../core/pack/golden-features';
import { readerOf } from './pack-files';
import { ulbMlp } from './packs/ulb-mlp';
import { trainPack } from './train-pack';
import type { TrainedPack } from './train-pack';

const config = withNetwork({ starts: 2, maxEpochs: 12, learningRate: 0.01 });

function withNetwork(changes: Partial<MlpConfig>): TrainingConfig {
	return { ...ulbMlp, members: ulbMlp.members.map((member) => (member.kind === 'mlp' ? { ...member, ...changes } : member)) };
}

/** Rows of the ULB form: noise, but for frauds in V14 and V4; every twentieth row repeats the one before. */
function inventedData(rows: number, frauds: number): Dataset {
	const random = seededRandom(8);
	const labels = new Uint8Array(rows).fill(1, 0, frauds);
	const raw = Array.from({ length: 30 }, (_, column) =>
		Float64Array.from({ length: rows }, (_, row) => {
			if (column === 0) return 172_000 * (row / rows);
			if (column === 29) return Math.round(100 * Math.exp(3 + random.normal())) / 100;
			return random.normal() + (labels[row] && (column === 14 || column === 4) ? 5 : 0);
		})
	);
	for (let row = 20; row < rows; row += 20) for (const column of raw) column[row] = column[row - 1];
	return { rows, raw, labels };
}

const source = { name: 'invented.csv', sha256: '0'.repeat(64), data: inventedData(1500, 300) };
const options = { seed: 3, command: 'shrike train' };

describe('trainPack', () => {
	let trained: TrainedPack;
	beforeAll(async () => {
		trained = await trainPack(config, [source], options);
	}, 120_000);

	it('gives the same bytes of every file for the same seed, and leaves no tensor behind', async () => {
		const before = tf.memory().numTensors;
		const again = await trainPack(config, [source], options);
		expect(tf.memory().numTensors).toBe(before);
		expect([...again.files.keys()]).toEqual([...trained.files.keys()]);
		for (const [name, bytes] of again.files) expect(bytes, name).toEqual(trained.files.get(name));
		expect(again.sha256).toBe(trained.sha256);
		const other = await trainPack(withNetwork({ starts: 2, maxEpochs: 1 }), [source], { ...options, seed: 4 });
		expect(other.sha256).not.toBe(trained.sha256);
	}, 240_000);

	it('writes a model that plain TF.js loads and that agrees with the golden vectors', async () => {
		const pack = await loadPack(readerOf(trained.files), trained.sha256);
		const model = await tf.loadLayersModel({
			load: async () => {
				const text = new TextDecoder().decode(trained.files.get('model.json'));
				const json = JSON.parse(text) as { modelTopology: object; weightsManifest: tf.io.WeightsManifestConfig };
				const weights = trained.files.get(json.weightsManifest[0].paths[0]);
				if (!weights) throw new Error('no weights');
				expect(json.weightsManifest[0].paths[0]).toMatch(/^weights\.[0-9a-f]{8}\.bin$/);
				return { modelTopology: json.modelTopology, weightSpecs: json.weightsManifest[0].weights, weightData: weights.buffer };
			}
		});
		const { golden, pipeline } = pack;
		const features = goldenFeatures(pipeline, golden.raw);
		const out = model.predict(tf.tensor2d(features, [golden.raw.length, pipeline.width]));
		if (Array.isArray(out)) throw new Error('one output expected');
		const probabilities = out.dataSync();
		expect(golden.raw.length).toBeGreaterThanOrEqual(64);
		// Margins are clipped to ±20, whose probabilities differ from 0 and 1 by less than this tolerance.
		golden.margins.forEach((margin, row) => expect(probabilities[row]).toBeCloseTo(sigmoid(margin), 5));
		const { low, high } = pack.manifest.scaler;
		const atBounds = features.filter((z, i) => z === Math.fround(low[i % 33]) || z === Math.fround(high[i % 33]));
		expect(atBounds.length).toBeGreaterThan(100);
	});

	it('learns what is plain, and says what it was measured on', async () => {
		const { evaluation, manifest } = trained;
		const test = evaluation.sets.find((set) => set.name === 'test');
		expect(test?.figures.rocAuc.value).toBeGreaterThan(0.98);
		// Rows up to Time 14,224 (124 of 1,500, all frauds here) and the repeats are gone before the split.
		const rows = evaluation.sets.reduce((sum, set) => sum + set.rows, 0);
		expect(rows).toBeLessThan(1500 - 124);
		expect(rows).toBeGreaterThan(1250);
		expect(manifest.provenance.data).toEqual([{ name: 'invented.csv', sha256: '0'.repeat(64), rows: 1500, positives: 300 }]);
		expect(manifest.prior).toBe(0.001667);
		const { reference, card } = await loadPack(readerOf(trained.files), trained.sha256);
		expect(reference?.scores.mean).toBeLessThan(0.02);
		expect(card).toContain('## Figures');
	});

	it('refuses data with one class or hardly any frauds', async () => {
		const withFrauds = (frauds: number) => {
			const data = inventedData(600, frauds);
			// Frauds come first in the invented data: reverse, or the early rows that are left out take them away.
			return { ...source, data: { ...data, labels: data.labels.reverse() } };
		};
		await expect(trainPack(config, [withFrauds(0)], options)).rejects.toMatchObject({ code: 'data.one-class' });
		await expect(trainPack(config, [withFrauds(8)], options)).rejects.toMatchObject({ code: 'data.too-few-frauds' });
	});
});
