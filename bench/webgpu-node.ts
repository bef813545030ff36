import process from 'node:process';
import { loadPackFrom } from '../scripts/cli/pack-folder';
import { machine } from './machine';
import { memberSpeeds, speedTable } from './member-speeds';
import { howToInstall, optionalPackage } from './optional-package';

// Networks and trees on every backend in Node, WebGPU by the package webgpu (Dawn), so that a machine with a GPU and without
// a browser can be measured. It must be given a Vulkan, Metal or Direct3D driver; a program that plays one is refused.
// npx tsx bench/webgpu-node.ts [--software] [milliseconds a model and backend]

const packageName = 'webgpu';

interface Dawn {
	/** Toggles as `backend=vulkan`; see the package. */
	create(options: readonly string[]): GPU;
	readonly globals: object;
}

const isDawn = (loaded: unknown): loaded is Dawn =>
	typeof loaded === 'object' && loaded !== null && 'create' in loaded && typeof loaded.create === 'function' && 'globals' in loaded;

const address = optionalPackage(packageName);
if (address === null) throw new Error(`This needs ${howToInstall(packageName)}.`);
const loaded: unknown = await import(address);
if (!isDawn(loaded)) throw new Error(`${address} is not Dawn's package for Node.`);
Object.assign(globalThis, loaded.globals);
// Node 20 has no navigator, later ones have one without a GPU.
const gpu = loaded.create([]);
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { gpu, userAgent: `Node ${process.versions.node}` } });

const args = process.argv.slice(2);
const budgetMs = Number(args.find((arg) => !arg.startsWith('--')) ?? 1000);
const speeds = await memberSpeeds(loadPackFrom, { budgetMs, allowSoftware: args.includes('--software') });
console.log(`${machine()}\n\n${speedTable(speeds)}`);
// Dawn keeps the process alive.
process.exit(0);
