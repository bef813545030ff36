import type { StageReply, StageRequest, StageTime } from './stages-worker';

/** Each stage of a run alone, on the file chosen in the page, in a worker. */
export function measureStages(packs: readonly string[], budgetMs: number): Promise<readonly StageTime[]> {
	const file = document.querySelector('input')?.files?.[0];
	if (!file) throw new Error('No file is chosen.');
	const worker = new Worker(new URL('./stages-worker.ts', import.meta.url), { type: 'module' });
	return new Promise<readonly StageTime[]>((resolve, reject) => {
		worker.addEventListener('error', ({ message }) => reject(new Error(message)));
		worker.addEventListener('message', ({ data }: MessageEvent<StageReply>) => {
			if (data.kind === 'failed') reject(new Error(data.message));
			else resolve(data.times);
		});
		const request: StageRequest = { file, packs, budgetMs };
		worker.postMessage(request);
	}).finally(() => worker.terminate());
}
