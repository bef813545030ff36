import { askWorker, chosenFile } from './ask-worker';
import type { LoggingRequest, LoggingTimes } from './logging-worker';

/** Runs of the file chosen in the page, with a log in memory and with a durable one in turn. */
export function measureLogging(pack: string, rounds: number): Promise<LoggingTimes> {
	const request: LoggingRequest = { file: chosenFile(), pack, rounds };
	return askWorker(new Worker(new URL('./logging-worker.ts', import.meta.url), { type: 'module' }), request);
}
