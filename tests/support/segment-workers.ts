import { readFile } from 'node:fs/promises';
import type { FromSegmentWorker, ToSegmentWorker } from '../../src/lib/engine/pool/messages';
import type { SegmentWorkerLike } from '../../src/lib/engine/pool/lane-worker';
import { serveLanes } from '../../src/lib/engine/pool/serve-lanes';
import { WorkerPool } from '../../src/lib/engine/pool/worker-pool';

/** What a pool's workers were told, and a way to break one. */
export interface WatchedWorkers {
	readonly pool: WorkerPool;
	/** Messages to all of them, oldest first. */
	readonly told: readonly ToSegmentWorker[];
	/** How many were made. */
	readonly made: () => number;
	/** Lets the worker that is told the next segment end instead, as the browser does to one that needs too much memory. */
	breakNext(): void;
}

/** A pool of real segment workers' code behind message ports: everything is cloned and transferred as between threads. */
export function segmentWorkers(workers: number, segmentBytes: number): WatchedWorkers {
	const told: ToSegmentWorker[] = [];
	let [made, breaking] = [0, false];
	const createWorker = (): SegmentWorkerLike => {
		made++;
		const { port1, port2 } = new MessageChannel();
		serveLanes(
			{
				postMessage: (message, options) => port2.postMessage(message, options?.transfer ?? []),
				addEventListener: (type, listener) => {
					port2.addEventListener(type, (event) => listener(event as MessageEvent<ToSegmentWorker>));
					port2.start();
				}
			},
			async (url) => new Uint8Array(await readFile(url))
		);
		let onError: (event: ErrorEvent) => void = () => undefined;
		return {
			postMessage: (message, options) => {
				told.push(message);
				if (breaking && message.kind === 'score') {
					breaking = false;
					port2.close();
					setTimeout(() => onError({ message: 'out of memory' } as ErrorEvent));
				} else port1.postMessage(message, options?.transfer ?? []);
			},
			addEventListener: (type: string, listener: (event: never) => void) => {
				if (type === 'error') onError = listener as typeof onError;
				if (type !== 'message') return;
				port1.addEventListener('message', listener as unknown as (event: MessageEvent<FromSegmentWorker>) => void);
				port1.start();
			},
			terminate: () => (port1.close(), port2.close())
		};
	};
	return {
		pool: new WorkerPool({ createWorker, workers, segmentBytes }),
		told,
		made: () => made,
		breakNext: () => (breaking = true)
	};
}
