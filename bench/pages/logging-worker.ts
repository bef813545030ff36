import { segmentWorkers } from '../../src/lib/app/segment-workers';
import type { RunStore } from '../../src/lib/core/run/store';
import { DirectEngine } from '../../src/lib/engine/direct';
import { mappingOf } from '../../src/lib/engine/match-file';
import { MemoryStore } from '../../src/lib/storage/memory-store';
import { openStore } from '../../src/lib/storage/open';
import { choosingMs } from '../choosing-ms';
import { answersOnce } from './ask-worker';
import { packSource } from './packs';

// The app's run from a file to its scored CSV, in the app's workers and after their rehearsal, with a log in memory and with a durable one
// in turn: the difference is what logging costs.

export interface LoggingRequest {
	readonly file: File;
	readonly pack: string;
	readonly rounds: number;
}

/** Seconds of each run. */
export interface LoggingTimes {
	readonly inMemory: readonly number[];
	readonly durable: readonly number[];
}

async function measure({ file, pack, rounds }: LoggingRequest): Promise<LoggingTimes> {
	const { store, scoredFiles } = await openStore();
	const run = async (log: RunStore): Promise<number> => {
		const engine = new DirectEngine({
			...{ store: log, scoredFiles, segments: segmentWorkers() },
			...{ clock: () => performance.timeOrigin + performance.now(), newId: () => crypto.randomUUID() }
		});
		const { policy } = (await engine.load(packSource(pack), { rehearse: true })).pack;
		const source = { name: file.name, blob: file };
		await new Promise((resolve) => setTimeout(resolve, choosingMs));
		const began = performance.now();
		const { dialect, matches } = await engine.preview(source);
		const { id } = await engine.scoreFile(source, { dialect, mapping: mappingOf(matches), policy, resume: null });
		await engine.analyse(id);
		await engine.figures(id);
		await engine.exportScored(source, id, { policy, gzip: false });
		const seconds = (performance.now() - began) / 1000;
		await scoredFiles?.drop(id);
		await engine.close();
		return seconds;
	};
	const [inMemory, durable]: [number[], number[]] = [[], []];
	for (let round = 0; round < rounds; round++) {
		inMemory.push(await run(new MemoryStore({ capacityBytes: 2 ** 31 })));
		durable.push(await run(store));
	}
	return { inMemory, durable };
}

answersOnce(measure);
