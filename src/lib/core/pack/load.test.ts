import { describe, expect, it } from 'vitest';
import { referenceModelMargins } from '../members/model';
import { EnsembleBuilder } from '../members/trees/builder';
import { serialiseTrees } from '../members/trees/serialise';
import { sha256Hex } from './digest';
import { loadPack } from './load';
import { scoreOfMargin } from './score';
import { tinyPack } from './test-pack';

type Files = Awaited<ReturnType<typeof tinyPack>>;

function load(files: Files, sha256: string | null = null) {
	return loadPack((name) => {
		const bytes = files.get(name);
		return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`404 ${name}`));
	}, sha256);
}

const failing = (code: string, text = '') =>
	expect.objectContaining({ code, message: expect.stringContaining(text) as string }) as Error;

describe('sha256Hex', () => {
	it('is that of FIPS 180-2', async () => {
		expect(await sha256Hex(new TextEncoder().encode('abc'))).toBe(
			'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
		);
	});
});

describe('loadPack', () => {
	it('loads a pack that scores', async () => {
		const files = await tinyPack();
		const sha256 = await sha256Hex(files.get('manifest.json') ?? new Uint8Array());
		const pack = await load(files, sha256);
		expect(pack.sha256).toBe(sha256);
		expect(pack.card).toBe('# Tiny\n');
		expect([pack.reference, pack.evaluation]).toEqual([null, null]);
		const features = new Float32Array(2);
		pack.pipeline.begin().transform({ rows: 1, columns: [Float64Array.of(1), Float64Array.of(1)], labels: null }, features);
		expect([...referenceModelMargins(pack.model, features, 1)]).toEqual(pack.golden.margins);
	});

	it.each(['weights.bin', 'model.json', 'golden.json', 'card.md'])('names %s when one bit of it is wrong', async (name) => {
		const files = await tinyPack();
		const bytes = files.get(name)?.slice() ?? new Uint8Array(1);
		bytes[bytes.length >> 1] ^= 1;
		files.set(name, bytes);
		await expect(load(files)).rejects.toThrow(failing('pack.digest-mismatch', name));
	});

	it('refuses another manifest than the one asked for', async () => {
		await expect(load(await tinyPack(), '0'.repeat(64))).rejects.toThrow(failing('pack.digest-mismatch', 'manifest.json'));
	});

	it('says which format it can read', async () => {
		const newer = await tinyPack((manifest) => (manifest.formatVersion = 4));
		await expect(load(newer)).rejects.toThrow(failing('pack.unsupported-format', 'format 4'));
		const other = await tinyPack((manifest) => (manifest.format = 'zip'));
		await expect(load(other)).rejects.toThrow(failing('pack.invalid'));
	});

	it.each<[string, (manifest: Record<string, unknown>) => void]>([
		['review', (m) => (m.policy = { kind: 'threshold', review: 2 })],
		['surprise', (m) => (m.surprise = true)],
		['nobody', (m) => (m.combiner = { kind: 'single', member: 'nobody' })],
		['gone.json', (m) => (m.parts = { golden: 'gone.json' })],
		['2 features', (m) => Object.assign(m, { pipeline: [{ op: 'copy', from: 'a', to: 'a' }] })]
	])('refuses a manifest with a wrong %s', async (text, change) => {
		const named = text === '2 features' ? 'scaler' : text;
		await expect(load(await tinyPack(change))).rejects.toThrow(failing('pack.invalid', named));
	});

	it('passes on what the reader rejects with', async () => {
		const files = await tinyPack();
		files.delete('weights.bin');
		await expect(load(files)).rejects.toThrow('404 weights.bin');
	});

	it('refuses a manifest that is not JSON', async () => {
		const files = await tinyPack();
		files.set('manifest.json', new TextEncoder().encode('<html>'));
		await expect(load(files)).rejects.toThrow(failing('pack.invalid', 'not JSON'));
	});
});

/** One leaf a tree: the sum of `leaves`, whatever the `width` features. */
function trees(width: number, ...leaves: number[]): unknown {
	const builder = new EnsembleBuilder('xgboost', width);
	for (const value of leaves) builder.tree(0, 1, () => ({ kind: 'leaf', value }));
	return serialiseTrees(builder.finish(0));
}

const logistic = { kind: 'logistic', id: 'line', model: 'model.json' };
const gbdt = { kind: 'gbdt', id: 'trees', model: 'trees.json' };

/** A pack of the tiny network as logistic regression beside trees whose margin is 3. */
function hybrid(change: { readonly [part: string]: unknown } = {}, model = trees(2, 1, 2)): Promise<Files> {
	const combiner = { kind: 'logistic', intercept: 0.25, weights: { line: 2, trees: 0.5 } };
	return tinyPack((m) => Object.assign(m, { formatVersion: 2, members: [logistic, gbdt], combiner, ...change }), { 'trees.json': model });
}

describe('a pack of several members', () => {
	it('loads them all', async () => {
		const { model } = await load(await hybrid());
		expect(model.members.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['network line', 'trees trees']);
		expect([...referenceModelMargins(model, Float32Array.of(1, 1), 1)]).toEqual([0.25 + 2 * -0.5 + 0.5 * 3]);
	});

	it('may have an anomaly member and isotonic calibration, in format 3', async () => {
		const calibration = { kind: 'isotonic', margins: [-20, 0, 20], logits: [-10, -1, 10] };
		const files = await hybrid({ formatVersion: 3, members: [logistic, { ...gbdt, kind: 'anomaly' }], calibration });
		const { manifest, model } = await load(files);
		expect(model.members.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['network line', 'trees trees']);
		expect(scoreOfMargin(0, manifest)).toBeCloseTo(1 / (1 + Math.E), 12);
		expect(scoreOfMargin(10, manifest)).toBeCloseTo(1 / (1 + Math.exp(-4.5)), 12);
	});

	it('may be trees alone', async () => {
		const { model } = await load(await hybrid({ members: [gbdt], combiner: { kind: 'single', member: 'trees' } }));
		expect([...referenceModelMargins(model, Float32Array.of(1, 1), 1)]).toEqual([3]);
	});

	it.each<[string, { readonly [part: string]: unknown }]>([
		['format 1', { formatVersion: 1 }],
		['format 1', { formatVersion: 1, members: [gbdt], combiner: { kind: 'single', member: 'trees' } }],
		['format 1', { formatVersion: 1, members: [logistic], combiner: { kind: 'single', member: 'line' } }],
		['only format 3 can', { members: [logistic, { ...gbdt, kind: 'anomaly' }] }],
		['only format 3 can', { calibration: { kind: 'isotonic', margins: [0, 1], logits: [0, 1] } }],
		['strictly ascending', { formatVersion: 3, calibration: { kind: 'isotonic', margins: [0, 1, 1], logits: [0, 1, 2] } }],
		['strictly ascending', { formatVersion: 3, calibration: { kind: 'isotonic', margins: [0, 1], logits: [0, 1, 2] } }],
		['between 0 and 1', { calibration: { kind: 'platt', slope: 2, intercept: 0 } }],
		['“nobody”', { combiner: { kind: 'logistic', intercept: 0, weights: { line: 1, trees: 1, nobody: 1 } } }],
		['does not use the member “trees”', { combiner: { kind: 'logistic', intercept: 0, weights: { line: 1 } } }],
		['does not use the member “trees”', { combiner: { kind: 'single', member: 'line' } }],
		['two members of the name “line”', { members: [logistic, { ...gbdt, id: 'line' }] }],
		['trees.json', { members: [logistic, { ...gbdt, model: 'gone.trees.json' }] }],
		['does not use', { combiner: { kind: 'logistic', intercept: 0, weights: {} } }],
		['weights', { combiner: { kind: 'logistic', intercept: 0, weights: { line: 1, trees: '1' } } }]
	])('is refused with the words %s', async (words, change) => {
		await expect(load(await hybrid(change))).rejects.toThrow(failing('pack.invalid', words));
	});

	it('is refused when a member takes other features or is damaged', async () => {
		await expect(load(await hybrid({}, trees(3, 1)))).rejects.toThrow(failing('pack.invalid', 'tree model “trees” takes 3'));
		await expect(load(await hybrid({}, { format: 'shrike-trees' }))).rejects.toThrow(failing('pack.invalid', 'tree model'));
		const files = await hybrid();
		files.set('trees.json', new TextEncoder().encode(JSON.stringify(trees(2, 1, 3))));
		await expect(load(files)).rejects.toThrow(failing('pack.digest-mismatch', 'trees.json'));
	});

	it('has no hidden layer in a logistic regression', async () => {
		const dense = (name: string, units: number) => ({ class_name: 'Dense', config: { name, units, activation: 'relu', batch_input_shape: [null, 2] } });
		const weights = ['hidden/kernel 2 2', 'hidden/bias 2', 'out/kernel 2 1', 'out/bias 1'].map((line) => {
			const [name, ...shape] = line.split(' ');
			return { name, shape: shape.map(Number), dtype: 'float32' };
		});
		const out = { ...dense('out', 1), config: { ...dense('out', 1).config, activation: 'sigmoid' } };
		const deep = {
			format: 'layers-model',
			modelTopology: { class_name: 'Sequential', config: { name: 'deep', layers: [dense('hidden', 2), out] } },
			weightsManifest: [{ paths: ['deep.bin'], weights }]
		};
		const pack = (kind: string) =>
			tinyPack(
				(m) =>
					Object.assign(m, { formatVersion: 2, members: [{ kind, id: 'm', model: 'deep.json' }], combiner: { kind: 'single', member: 'm' } }),
				{ 'deep.json': deep, 'deep.bin': new Uint8Array(9 * 4) }
			);
		expect((await load(await pack('mlp'))).model.inputs).toBe(2);
		await expect(load(await pack('logistic'))).rejects.toThrow(failing('pack.invalid', '2 layers'));
	});
});
