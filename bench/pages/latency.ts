import { openEngine } from '../../src/lib/app/open-engine';
import { openStore } from '../../src/lib/storage/open';
import type { SingleInput } from '../../src/lib/engine/types';
import { packSource } from './packs';

const warmUpCalls = 100;

/** Transactions like the pack's own, as a person gives them. */
async function transactions(csv: Blob, columns: readonly string[]): Promise<SingleInput[]> {
	const [head = '', ...lines] = (await csv.text()).trimEnd().split('\n');
	const headers = head.split(',');
	return lines.map((line) => {
		const cells = line.split(',');
		const values = Object.fromEntries(columns.map((name) => [name, Number(cells[headers.indexOf(name)])]));
		return { kind: 'raw', values, trueClass: null };
	});
}

/**
 * Milliseconds of single transactions one after the other, each from the call in the page to its answer: over to the worker,
 * features, score, a durable entry in the log, and back. In the order of the calls.
 */
export async function measureLatency(pack: string, calls: number): Promise<{ backend: string; milliseconds: number[] }> {
	const { store } = await openStore();
	if (store.kind !== 'indexeddb') throw new Error('The log is not on the disk here.');
	const engine = await openEngine(store);
	const { pack: loaded, backend } = await engine.load(packSource(pack));
	const { blob } = await engine.sample({ rows: calls, seed: 3 });
	const columns = loaded.schema.columns.filter(({ roles }) => roles.includes('feature')).map(({ name }) => name);
	const inputs = await transactions(blob, columns);
	for (const input of inputs.slice(0, warmUpCalls)) await engine.scoreOne(input, loaded.policy);
	const milliseconds: number[] = [];
	for (const input of inputs) {
		const began = performance.now();
		await engine.scoreOne(input, loaded.policy);
		milliseconds.push(performance.now() - began);
	}
	await engine.close();
	return { backend, milliseconds };
}
