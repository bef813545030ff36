import type { Pack } from '../../src/lib/core/pack/load';
import type { RunStore } from '../../src/lib/core/run/store';
import { openTable } from '../../src/lib/csv/open';
import { blobSource } from '../../src/lib/csv/source';
import type { ByteSource } from '../../src/lib/csv/types';
import { DirectEngine } from '../../src/lib/engine/direct';
import { mappingOf } from '../../src/lib/engine/match-file';
import { blockRows } from '../../src/lib/engine/run/block-reader';
import { MemoryStore } from '../../src/lib/storage/memory-store';
import { openStore } from '../../src/lib/storage/open';
import { blockStages } from './block-stages';
import { answersOnce } from './ask-worker';
import { packSource, readPackNamed } from './packs';

// Stages of a run, each alone: reading and splitting over the whole file, the others on one block again and again. Then
// whole runs without and with a durable log, whose difference is what logging costs.

export interface StageRequest {
	readonly file: File;
	readonly packs: readonly string[];
	/** How long a stage on one block is repeated. */
	readonly budgetMs: number;
}

export interface StageTime {
	readonly stage: string;
	readonly rows: number;
	/** Of the source. */
	readonly bytes: number;
	readonly seconds: number;
}

interface Whole {
	readonly rows: number;
	readonly bytes: number;
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
	const began = performance.now();
	await work();
	return (performance.now() - began) / 1000;
};

async function readAll(source: ByteSource): Promise<Uint8Array<ArrayBuffer>[]> {
	const chunks: Uint8Array<ArrayBuffer>[] = [];
	for await (const chunk of source.open()) chunks.push(chunk);
	return chunks;
}

async function countRows(source: ByteSource): Promise<number> {
	const table = await openTable(source);
	let rows = 0;
	for await (const batch of table.batches(blockRows)) rows += batch.rows;
	await table.close();
	return rows;
}

function inMemory(chunks: readonly Uint8Array<ArrayBuffer>[], name: string, size: number): ByteSource {
	return {
		name,
		size,
		async *open() {
			yield* chunks;
		}
	};
}

async function wholeRun(file: File, pack: Pack, store: RunStore, whole: Whole): Promise<[StageTime, StageTime]> {
	const engine = new DirectEngine({ store, clock: () => performance.timeOrigin + performance.now(), newId: () => crypto.randomUUID() });
	const { policy } = (await engine.load(packSource(pack.manifest.name))).pack;
	const source = { name: file.name, blob: file };
	const { dialect, matches } = await engine.preview(source);
	let runId = '';
	const scored = await seconds(async () => {
		const run = await engine.scoreFile(source, { dialect, mapping: mappingOf(matches), policy, resume: null });
		runId = run.id;
	});
	const exported = await seconds(() => engine.exportScored(source, runId, { gzip: false, policy }));
	await engine.close();
	const where = store.kind === 'memory' ? 'log in memory' : 'log durable';
	return [
		{ ...whole, stage: `whole run into the log, ${pack.manifest.name}, ${where}`, seconds: scored },
		{ ...whole, stage: `scored file from the log, ${pack.manifest.name}, ${where}`, seconds: exported }
	];
}

async function measure({ file, packs, budgetMs }: StageRequest): Promise<StageTime[]> {
	const source = blobSource(file, file.name);
	let chunks: Uint8Array<ArrayBuffer>[] = [];
	const read = await seconds(async () => (chunks = await readAll(source)));
	const memory = inMemory(chunks, file.name, file.size);
	let rows = 0;
	const split = await seconds(async () => (rows = await countRows(memory)));
	const whole = { rows, bytes: file.size };
	const times: StageTime[] = [
		{ ...whole, stage: 'read the file', seconds: read },
		{ ...whole, stage: 'split into rows and cells', seconds: split }
	];
	const { store } = await openStore();
	for (const name of packs) {
		const pack = await readPackNamed(name);
		times.push(...(await blockStages(memory, pack, store, budgetMs)));
		const memoryLog = () => new MemoryStore({ capacityBytes: 2 ** 31 });
		// The first run of all compiles the code of the others.
		await wholeRun(file, pack, memoryLog(), whole);
		times.push(...(await wholeRun(file, pack, memoryLog(), whole)));
		times.push(...(await wholeRun(file, pack, store, whole)));
	}
	return times;
}

answersOnce(measure);
