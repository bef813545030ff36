import type { LoggingReply, LoggingRequest, LoggingTimes } from './logging-worker';

/** Runs of the file chosen in the page, with a log in memory and with a durable one in turn. */
export function measureLogging(pack: string, rounds: number): Promise<LoggingTimes> {
	const file = document.querySelector('input')?.files?.[0];
	if (!file) throw new Error('No file is chosen.');
	const worker = new Worker(new URL('./logging-worker.ts', import.meta.url), { type: 'module' });
	return new Promise<LoggingTimes>((resolve, reject) => {
		worker.addEventListener('error', ({ message }) => reject(new Error(message)));
		worker.addEventListener('message', ({ data }: MessageEvent<LoggingReply>) => {
			if (data.kind === 'failed') reject(new Error(data.message));
			else resolve(data.times);
		});
		const request: LoggingRequest = { file, pack, rounds };
		worker.postMessage(request);
	}).finally(() => worker.terminate());
}
