import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { treesModel } from '../src/lib/core/members/model';
import { loadPack } from '../src/lib/core/pack/load';
import type { Pack } from '../src/lib/core/pack/load';
import { seededRandom } from '../src/lib/core/random/random';
import { certify, scoreTolerance } from '../src/lib/engine/backends/certify';
import { allBackends } from '../src/lib/engine/backends/choose';
import { parityReport } from '../src/lib/engine/backends/parity';
import { testPack } from '../src/lib/engine/backends/test-support';
import { typicalFeatures } from '../src/lib/engine/backends/typical';
import { randomEnsemble } from './fixtures/trees/random-ensemble';

// WebGPU exists in browsers only: the end-to-end tests score with trees there.
const backends = { cpu: allBackends.cpu, wasm: allBackends.wasm };
const committed = fileURLToPath(new URL('../static/model/ulb-creditcard/', import.meta.url));
const shape = { width: 9, trees: 60, categorical: 0.1, anyMissing: false, baseMargin: -2 } as const;

const packs: { [name: string]: () => Promise<Pack> } = {
	'XGBoost’s rules': async () => testPack(treesModel(randomEnsemble({ ...shape, rules: 'xgboost', leaves: 32 }, seededRandom(1)))),
	'LightGBM’s rules': async () => testPack(treesModel(randomEnsemble({ ...shape, rules: 'lightgbm', leaves: 256 }, seededRandom(2))))
};
if (existsSync(`${committed}manifest.json`)) {
	packs['ulb-creditcard'] = () => loadPack(async (name) => new Uint8Array(await readFile(committed + name)), null);
}

describe.each(Object.entries(packs))('trees: %s', (_, load) => {
	it.each(Object.entries(backends))('are certified on %s and agree with the reference on other rows', async (name, create) => {
		const pack = await load();
		const backend = await create(pack.model, { allowSoftware: false, typical: typicalFeatures(pack) });
		expect(backend.device).toContain(name === 'wasm' ? 'trees in WebAssembly SIMD' : 'trees in TypeScript');
		expect(await certify(pack, backend)).toMatchObject({ backend: name, passed: true, tolerance: scoreTolerance });
		expect((await parityReport(pack, backend, 1000, 42)).maxAbsError).toBeLessThan(1e-6);
	});
});
