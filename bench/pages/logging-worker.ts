import { segmentWorkers } from '../../src/lib/app/segment-workers';
import type { RunStore } from '../../src/lib/core/run/store';
import { DirectEngine } from '../../src/lib/engine/direct';
import { mappingOf } from '../../src/lib/engine/match-file';
import { MemoryStore } from '../../src/lib/storage/memory-store';
import { openStore } from '../../src/lib/storage/open';
import { answersOnce } from './ask-worker';
import { packSource } from './packs';

// The same run as the app's, workers and scored file included, with a log in memory and with a durable one in turn: the difference
// is what logging costs.

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
		const { policy } = (await engine.load(packSource(pack))).pack;
		const source = { name: file.name, blob: file };
		// Compiles what the workers, which are new, have not run yet.
		const score = async (): Promise<number> => {
			const { dialect, matches } = await engine.preview(source);
			const began = performance.now();
			const { id } = await engine.scoreFile(source, { dialect, mapping: mappingOf(matches), policy, resume: null });
			const seconds = (performance.now() - began) / 1000;
			await scoredFiles?.drop(id);
			return seconds;
		};
		await score();
		const seconds = await score();
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
