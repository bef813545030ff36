import { beforeAll, describe, expect, it } from 'vitest';
import { referenceModelMargins } from '../core/members/model';
import { loadPack } from '../core/pack/load';
import { clipMargin } from '../core/pack/score';
import { seededRandom } from '../core/random/random';
import type { TrainingConfig } from './config';
import type { Dataset } from './dataset';
import { goldenFeatures } from '../core/pack/golden-features';
import { readerOf } from './pack-files';
import { ulbCreditcard } from './packs/ulb-creditcard';
import { pooledScores } from './pooled';
import { trainPack } from './train-pack';
import type { TrainedPack } from './train-pack';

/** The hybrid itself, but small and quick. */
const config: TrainingConfig = {
	...ulbCreditcard,
	members: ulbCreditcard.members.map((member) => {
		if (member.kind === 'anomaly') return { ...member, trees: 10, sampleRows: 64 };
		if (member.kind === 'mlp') return { ...member, hidden: [4], maxEpochs: 3, learningRate: 0.01, batchRows: 128 };
		return member.kind === 'gbdt' ? { ...member, boosting: { ...member.boosting, rounds: 15 } } : member;
	}),
	combiner: { folds: 2, l2: 1 }
};

/** Rows of the ULB form: noise, but for frauds in V14 and V4. */
function inventedData(rows: number, everyNth: number): Dataset {
	const random = seededRandom(8);
	const labels = Uint8Array.from({ length: rows }, (_, row) => (row % everyNth === 0 ? 1 : 0));
	const raw = Array.from({ length: 30 }, (_, column) =>
		Float64Array.from({ length: rows }, (_, row) => {
			if (column === 0) return 20_000 + 150_000 * (row / rows);
			if (column === 29) return Math.round(100 * Math.exp(3 + random.normal())) / 100;
			return random.normal() + (labels[row] && (column === 14 || column === 4) ? 4 : 0);
		})
	);
	return { rows, raw, labels };
}

const data = inventedData(900, 6);
const source = { name: 'invented.csv', sha256: '0'.repeat(64), data };
const options = { seed: 3, command: 'shrike train' };

describe('a pack of several members', () => {
	let trained: TrainedPack;
	beforeAll(async () => {
		trained = await trainPack(config, [source], options);
	}, 120_000);

	it('gives the same bytes of every file for the same seed', async () => {
		const again = await trainPack(config, [source], options);
		for (const [name, bytes] of again.files) expect(bytes, name).toEqual(trained.files.get(name));
		expect(again.sha256).toBe(trained.sha256);
	}, 120_000);

	it('loads as what its manifest says, and agrees with its golden vectors', async () => {
		const { manifest, model, golden, pipeline, card } = await loadPack(readerOf(trained.files), trained.sha256);
		expect(manifest.formatVersion).toBe(3);
		expect(manifest.members).toEqual([
			{ kind: 'gbdt', id: 'gbdt', model: expect.stringMatching(/^trees\.[0-9a-f]{8}\.json$/) as unknown },
			{ kind: 'mlp', id: 'mlp', model: 'mlp.json' },
			{ kind: 'logistic', id: 'logistic', model: 'logistic.json' },
			{ kind: 'anomaly', id: 'anomaly', model: expect.stringMatching(/^trees\.[0-9a-f]{8}\.json$/) as unknown }
		]);
		const features = goldenFeatures(pipeline, golden.raw);
		const margins = referenceModelMargins(model, features, golden.raw.length);
		expect(Array.from(margins, (margin) => clipMargin(margin, manifest))).toEqual(golden.margins);
		expect(card).toContain('## Members');
		expect(card).toContain('Combiner: logistic on out-of-fold margins');
	});

	it('reports every member beside the ensemble, on validation and test', () => {
		const sets = trained.evaluation.sets.filter(({ name }) => name !== 'train');
		expect(sets.map(({ members }) => members?.map(({ id }) => id))).toEqual(Array(2).fill(['gbdt', 'mlp', 'logistic', 'anomaly']));
		for (const { figures } of sets) expect(figures.rocAuc.value).toBeGreaterThan(0.97);
	});

	it('refuses data with one class or hardly any frauds', async () => {
		const few = (frauds: number) => ({ ...source, data: { ...data, labels: data.labels.map((_, row) => (row < frauds ? 1 : 0)) } });
		await expect(trainPack(config, [few(0)], options)).rejects.toMatchObject({ code: 'data.one-class' });
		await expect(trainPack(config, [few(8)], options)).rejects.toMatchObject({ code: 'data.too-few-frauds' });
	});
});

describe('pooledScores', () => {
	it('scores a fold the same whatever its own labels are', async () => {
		const rows = inventedData(600, 6);
		const folds = Uint8Array.from({ length: 600 }, (_, row) => Math.floor(row / 12) % 2);
		const quick = { ...config, members: config.members.filter(({ kind }) => kind !== 'mlp') };
		const turned = { ...rows, labels: rows.labels.map((label, row) => (folds[row] === 0 && row % 24 === 0 ? 0 : label)) };
		const [given, changed] = [await pooledScores(quick, { data: rows, folds }, 1, () => undefined), await pooledScores(quick, { data: turned, folds }, 1, () => undefined)];
		const ofFold = (scores: Float64Array, fold: number) => scores.filter((_, row) => folds[row] === fold);
		expect(ofFold(changed.scores, 0)).toEqual(ofFold(given.scores, 0));
		expect(ofFold(changed.scores, 1)).not.toEqual(ofFold(given.scores, 1));
		expect(given.fits.map(({ fold }) => fold)).toEqual([0, 1]);
	}, 120_000);
});
