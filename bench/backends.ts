import '@tensorflow/tfjs';
import { setBackend } from '@tensorflow/tfjs-core';
import { seededRandom } from '../src/lib/core/random/random';
import { createCpuBackend } from '../src/lib/engine/backends/cpu';
import { measureRowsPerSecond } from '../src/lib/engine/backends/measure';
import { randomNetwork } from '../src/lib/engine/backends/test-support';
import { createTfjsNetwork } from '../src/lib/engine/backends/tfjs-network';
import type { Backend } from '../src/lib/engine/backends/types';
import { createWasmBackend } from '../src/lib/engine/backends/wasm';

// Rows a second through the network of the ulb-mlp pack (33-32-16-1), beside TF.js' own plain cpu backend.
// npx tsx bench/backends.ts [milliseconds a backend]

const budgetMs = Number(process.argv[2] ?? 1000);
const network = randomNetwork(33, [{ units: 32, activation: 'relu' }, { units: 16, activation: 'relu' }], 1);
const random = seededRandom(2);
const sampleRows = 1000;
const sample = Float32Array.from({ length: sampleRows * network.inputs }, () => random.normal());

await setBackend('cpu');
const tfjs: Backend = { name: 'cpu', device: '', software: false, ...createTfjsNetwork(network, [256, 1024, 4096]) };
const contenders: [string, Backend][] = [
	['wasm (SIMD kernel)', await createWasmBackend(network)],
	['cpu (TypeScript)', await createCpuBackend(network)],
	['TF.js cpu', tfjs]
];
console.log('| backend | rows/s |\n|---|---:|');
for (const [name, backend] of contenders) {
	const rowsPerSecond = await measureRowsPerSecond(backend, sample, sampleRows, budgetMs, () => performance.now());
	console.log(`| ${name} | ${rowsPerSecond.toLocaleString('en')} |`);
	backend.dispose();
}
