import { compileTrees } from '../src/lib/core/members/trees/compile';
import { treeMargins } from '../src/lib/core/members/trees/ensemble';
import { serialiseTrees } from '../src/lib/core/members/trees/serialise';
import { averagePrecision } from '../src/lib/core/metrics/precision-recall';
import { rank } from '../src/lib/core/metrics/ranking';
import { seededRandom } from '../src/lib/core/random/random';
import { scoreTrees } from '../src/lib/kernels/trees';
import { instantiateTrees } from '../src/lib/kernels/trees-wasm';
import { defaultGbdt } from '../src/lib/training/gbdt/config';
import { fitGbdt } from '../src/lib/training/gbdt/fit-gbdt';

// Trains trees on generated rows of 30 features in one thread, then scores with the reference and both kernels.
// npx tsx bench/trees.ts [rows] [trees] [leaves]

const [rows = 353_000, rounds = 300, leaves = 31] = process.argv.slice(2).map(Number);
const width = 30;
const random = seededRandom(1);

/** Normal, rounded, log-normal and partly missing columns; eight of them and two products matter. About 2 % frauds. */
function generate(count: number) {
	const features = new Float32Array(count * width);
	const labels = new Uint8Array(count);
	for (let row = 0; row < count; row++) {
		let logit = -6.2;
		for (let f = 0; f < width; f++) {
			let x = random.normal();
			if (f % 5 === 1) x = Math.round(x * 3) / 3;
			if (f % 5 === 2) x = Math.exp(x);
			if (f % 7 === 3 && random.next() < 0.1) x = NaN;
			features[row * width + f] = x;
			if (f < 8) logit += (Number.isNaN(x) ? 0.25 : 0.5 * x) * (f % 2 === 1 ? 1 : -1);
		}
		const x = features.subarray(row * width, (row + 1) * width);
		if (x[0] > 1 && x[5] > 0.5) logit += 3;
		if (x[10] * x[11] > 1.5) logit += 2;
		labels[row] = random.next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
	}
	return { rows: count, features, labels, weights: new Float64Array(count).fill(1) };
}

const [train, test] = [generate(rows), generate(80_000)];
const cpuBefore = process.cpuUsage();
const started = performance.now();
const { ensemble } = await fitGbdt({ ...defaultGbdt, rounds, maxLeaves: leaves }, train, null, seededRandom(1));
const seconds = (performance.now() - started) / 1000;
const cpu = process.cpuUsage(cpuBefore);
const margins = new Float64Array(test.rows);
treeMargins(ensemble, test.features, test.rows, margins);
const median = Float32Array.from({ length: width }, (_, f) => {
	const column = Array.from({ length: 1001 }, (_, row) => test.features[row * width + f]).filter((x) => !Number.isNaN(x));
	return column.sort((a, b) => a - b)[column.length >> 1];
});
const tables = compileTrees(ensemble, median);
const wasm = await instantiateTrees(tables);
if (!wasm) throw new Error('The WebAssembly kernel does not take these trees.');

/** The best of many short runs, since other programs take their share of the machine. */
function rowsPerSecond(score: (count: number) => void): number {
	const count = 1000;
	let best = Infinity;
	for (let i = 0; i < 60; i++) {
		const from = performance.now();
		score(count);
		best = Math.min(best, performance.now() - from);
	}
	return Math.round((count / best) * 1000);
}

console.log(`| ${rows} rows, ${ensemble.roots.length} trees | |\n|---|---:|`);
console.log(`| training, seconds | ${seconds.toFixed(1)} |`);
console.log(`| training, seconds of CPU | ${((cpu.user + cpu.system) / 1e6).toFixed(1)} |`);
console.log(`| average precision on 80000 other rows | ${averagePrecision(rank(margins, test.labels)).toFixed(4)} |`);
console.log(`| JSON in a pack, bytes | ${JSON.stringify(serialiseTrees(ensemble)).length} |`);
const contenders: [string, (count: number) => void][] = [
	['reference', (count) => treeMargins(ensemble, test.features, count, margins)],
	['TypeScript kernel', (count) => scoreTrees(tables, test.features, count, margins)],
	['WebAssembly kernel', (count) => wasm.score(test.features, count, margins)]
];
for (const [name, score] of contenders) console.log(`| ${name}, rows/s | ${rowsPerSecond(score)} |`);
