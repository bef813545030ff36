import { compilePipeline } from '../../core/features/pipeline';
import { networkModel, referenceModelMargins } from '../../core/members/model';
import type { MemberModel, Model } from '../../core/members/model';
import type { Activation, DenseLayer, DenseNetwork } from '../../core/members/network';
import type { Pack } from '../../core/pack/load';
import type { Manifest } from '../../core/pack/manifest';
import { clipMargin } from '../../core/pack/score';
import { seededRandom } from '../../core/random/random';

/** A network with weights of the usual size (Glorot's scale), ending in one linear unit; for tests. */
export function randomNetwork(
	inputs: number,
	hidden: readonly { readonly units: number; readonly activation: Activation }[],
	seed: number
): DenseNetwork {
	const random = seededRandom(seed);
	const layers: DenseLayer[] = [];
	let width = inputs;
	for (const { units, activation } of [...hidden, { units: 1, activation: 'linear' } as const]) {
		const scale = Math.sqrt(2 / (width + units));
		layers.push({
			inputs: width,
			units,
			activation,
			kernel: Float32Array.from({ length: width * units }, () => random.normal() * scale),
			bias: Float32Array.from({ length: units }, () => random.normal() * 0.1)
		});
		width = units;
	}
	return { inputs, layers };
}

const kindOf: { readonly [kind in MemberModel['kind']]: 'mlp' | 'gbdt' } = { network: 'mlp', trees: 'gbdt' };

/** A pack around a network or model: features copied from columns of the same names, scaled by 1, clipped to ±8. */
export function testPack(of: DenseNetwork | Model, seed = 1, vectors = 40): Pack {
	const model = 'members' in of ? of : networkModel(of);
	const random = seededRandom(seed);
	const names = Array.from({ length: model.inputs }, (_, i) => `x${i}`);
	const every = (value: number) => names.map(() => value);
	const manifest: Manifest = {
		format: 'shrike-pack',
		formatVersion: 'members' in of ? 2 : 1,
		name: 'test',
		title: 'Test',
		version: '1.0.0',
		description: '',
		schema: {
			name: 'test',
			columns: names.map((name) => ({ name, type: 'number', roles: ['feature'], aliases: [], description: '' }))
		},
		pipeline: names.map((name) => ({ op: 'copy', from: name, to: name })),
		scaler: { kind: 'standard', names, mean: every(0), scale: every(1), low: every(-8), high: every(8) },
		members: model.members.map(({ kind, id }) => ({ kind: kindOf[kind], id, model: `${id}.json` })),
		combiner: model.combiner,
		calibration: { kind: 'platt', slope: 1, intercept: 0 },
		marginBounds: [-30, 30],
		policy: { kind: 'threshold', review: 0.5 },
		prior: null,
		parts: { golden: 'golden.json' },
		provenance: { command: '', seed, data: [], licence: '' },
		files: {}
	};
	const pipeline = compilePipeline(manifest);
	const raw = Array.from({ length: vectors }, () => names.map(() => random.normal() * 2));
	const features = new Float32Array(vectors * names.length);
	const columns = names.map((_, c) => Float64Array.from(raw, (vector) => vector[c]));
	pipeline.begin().transform({ rows: vectors, columns, labels: null }, features);
	const margins = Array.from(referenceModelMargins(model, features, vectors), (margin) => clipMargin(margin, manifest));
	const golden = { raw, margins };
	return { sha256: 'a'.repeat(64), manifest, pipeline, model, golden, reference: null, evaluation: null, card: null };
}
