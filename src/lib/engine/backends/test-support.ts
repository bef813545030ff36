import { compilePipeline } from '../../core/features/pipeline';
import { referenceMargins } from '../../core/members/network';
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

/** A pack around a network: features copied from columns of the same names, scaled by 1, clipped to ±8. */
export function testPack(network: DenseNetwork, seed = 1, vectors = 40): Pack {
	const random = seededRandom(seed);
	const names = Array.from({ length: network.inputs }, (_, i) => `x${i}`);
	const every = (value: number) => names.map(() => value);
	const manifest: Manifest = {
		format: 'shrike-pack',
		formatVersion: 1,
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
		members: [{ kind: 'mlp', id: 'mlp', model: 'model.json' }],
		combiner: { kind: 'single', member: 'mlp' },
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
	pipeline.transform(
		names.map((_, c) => Float64Array.from(raw, (vector) => vector[c])),
		vectors,
		features
	);
	const margins = Array.from(referenceMargins(network, features, vectors), (margin) => clipMargin(margin, manifest));
	const golden = { raw, margins };
	return { sha256: 'a'.repeat(64), manifest, pipeline, network, golden, reference: null, evaluation: null, card: null };
}
