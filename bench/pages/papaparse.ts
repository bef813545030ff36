import type { PlainModel } from '../plain-model';
import type { ObviousReply, ObviousRequest } from './papaparse-worker';

/** Scores the file chosen in the page and saves the result. */
export function scoreObviously(model: PlainModel, layers: string): Promise<Omit<ObviousReply, 'blob'>> {
	const file = document.querySelector('input')?.files?.[0];
	if (!file) throw new Error('No file is chosen.');
	const worker = new Worker(new URL('./papaparse-worker.ts', import.meta.url), { type: 'module' });
	return new Promise((resolve, reject) => {
		worker.addEventListener('error', ({ message }) => reject(new Error(message)));
		worker.addEventListener('message', ({ data: { blob, ...reply } }: MessageEvent<ObviousReply>) => {
			const link = document.createElement('a');
			link.href = URL.createObjectURL(blob);
			link.download = 'scored.csv';
			link.click();
			resolve(reply);
		});
		const request: ObviousRequest = { file, model, layers: new URL(layers, location.href).href };
		worker.postMessage(request);
	});
}
