import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPack } from '../src/lib/core/pack/load';
import type { Pack } from '../src/lib/core/pack/load';
import { certify, scoreTolerance } from '../src/lib/engine/backends/certify';
import { allBackends } from '../src/lib/engine/backends/choose';
import { parityReport } from '../src/lib/engine/backends/parity';
import { randomNetwork, testPack } from '../src/lib/engine/backends/test-support';

// WebGPU exists in browsers only: the end-to-end tests run the same report there.
const backends = { cpu: allBackends.cpu, wasm: allBackends.wasm };
const committed = fileURLToPath(new URL('../static/model/ulb-mlp/', import.meta.url));

const packs: { [name: string]: () => Promise<Pack> } = {
	'a random network': async () =>
		testPack(randomNetwork(33, [{ units: 32, activation: 'relu' }, { units: 16, activation: 'relu' }], 5)),
	'a random network of other activations': async () =>
		testPack(randomNetwork(12, [{ units: 9, activation: 'selu' }, { units: 7, activation: 'tanh' }], 6))
};
if (existsSync(`${committed}manifest.json`)) {
	packs['ulb-mlp'] = () => loadPack(async (name) => new Uint8Array(await readFile(committed + name)), null);
}

describe.each(Object.entries(packs))('%s', (_, load) => {
	it.each(Object.entries(backends))('%s agrees with the float64 reference', async (name, create) => {
		const pack = await load();
		const backend = await create(pack.model, { allowSoftware: false });
		const certificate = await certify(pack, backend);
		expect(certificate).toMatchObject({ backend: name, passed: true, tolerance: scoreTolerance });
		const { maxAbsError, rows } = await parityReport(pack, backend, 1000, 42);
		expect(rows).toBe(1000);
		expect(maxAbsError).toBeLessThanOrEqual(scoreTolerance);
	});
});
