import { sha256Hex } from './digest';

/** Files of a tiny whole pack (two features, one dense unit), for tests; `more` are further files: bytes, or else JSON. */
export async function tinyPack(
	change: (manifest: Record<string, unknown>) => void = () => undefined,
	more: { readonly [name: string]: unknown } = {}
) {
	const encode = (value: unknown) => (value instanceof Uint8Array ? new Uint8Array(value) : new TextEncoder().encode(JSON.stringify(value)));
	const files = new Map<string, Uint8Array<ArrayBuffer>>([
		['weights.bin', new Uint8Array(Float32Array.of(1, -2, 0.5).buffer)],
		[
			'model.json',
			encode({
				format: 'layers-model',
				modelTopology: {
					class_name: 'Sequential',
					config: {
						name: 'tiny',
						layers: [{ class_name: 'Dense', config: { name: 'out', units: 1, activation: 'sigmoid', batch_input_shape: [null, 2] } }]
					}
				},
				weightsManifest: [
					{
						paths: ['weights.bin'],
						weights: [
							{ name: 'out/kernel', shape: [2, 1], dtype: 'float32' },
							{ name: 'out/bias', shape: [1], dtype: 'float32' }
						]
					}
				]
			})
		],
		['golden.json', encode({ raw: [[1, 1]], margins: [-0.5] })],
		['card.md', new TextEncoder().encode('# Tiny\n')],
		...Object.entries(more).map(([name, content]) => [name, encode(content)] as const)
	]);
	const names = ['a', 'b'];
	const listed: Record<string, { sha256: string; bytes: number }> = {};
	for (const [name, bytes] of files) listed[name] = { sha256: await sha256Hex(bytes), bytes: bytes.byteLength };
	const manifest: Record<string, unknown> = {
		format: 'shrike-pack',
		formatVersion: 1,
		name: 'tiny',
		title: 'Tiny',
		version: '1.0.0',
		description: '',
		schema: { name: 'tiny', columns: names.map((name) => ({ name, type: 'number', roles: ['feature'] })) },
		pipeline: names.map((name) => ({ op: 'copy', from: name, to: name })),
		scaler: { kind: 'standard', names, mean: [0, 0], scale: [1, 1], low: [-5, -5], high: [5, 5] },
		members: [{ kind: 'mlp', id: 'm', model: 'model.json' }],
		combiner: { kind: 'single', member: 'm' },
		calibration: { kind: 'platt', slope: 1, intercept: 0 },
		marginBounds: [-20, 20],
		policy: { kind: 'threshold', review: 0.5 },
		prior: null,
		parts: { golden: 'golden.json', card: 'card.md' },
		provenance: { command: '', seed: null, data: [], licence: '' },
		files: listed
	};
	change(manifest);
	files.set('manifest.json', encode(manifest));
	return files;
}
