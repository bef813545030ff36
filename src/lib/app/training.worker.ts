import { ShrikeError, toFailure } from '../core/errors';
import { sha256Hex } from '../core/pack/digest';
import { blobSource } from '../csv/source';
import { isToTraining, type FromTraining, type TrainingRequest } from '../state/training-protocol';
import { trainingConfigs } from '../training/packs';
import { readLabelled } from '../training/read-labelled';
import { trainPack, type DataFile } from '../training/train-pack';

/** A forest reports a thousand rounds a second; nobody reads more than some of them. Milliseconds. */
const reportEvery = 100;

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
	if (isToTraining(data)) void train(data.request).catch((thrown: unknown) => post({ kind: 'failure', failure: toFailure(thrown) }));
});

async function train({ recipe, title, seed, files }: TrainingRequest): Promise<void> {
	const config = trainingConfigs.find(({ name }) => name === recipe);
	if (!config) throw new ShrikeError('pack.not-found', `There is no recipe “${recipe}”. Reload the page and choose one that is listed.`);
	const sources: DataFile[] = [];
	for (const file of files) {
		post({ kind: 'reading', file: file.name });
		const sha256 = await sha256Hex(new Uint8Array(await file.arrayBuffer()));
		sources.push({ name: file.name, sha256, data: await readLabelled(blobSource(file, file.name), config.schema) });
	}
	let reported = -Infinity;
	const { manifest, ...trained } = await trainPack({ ...config, title }, sources, {
		seed,
		// The same as the command line, because it makes the same pack.
		command: `shrike train --pack ${config.name} ${files.map(({ name }) => `--data ${name}`).join(' ')} --seed ${seed}`,
		onRows: (counts) => post({ kind: 'rows', counts }),
		onProgress: (progress) => {
			const now = performance.now();
			if (now - reported < reportEvery) return;
			reported = now;
			post({ kind: 'round', progress });
		}
	});
	const { sha256, evaluation } = trained;
	post({ kind: 'trained', trained: { name: manifest.name, title: manifest.title, sha256, files: Object.fromEntries(trained.files), evaluation } });
}

function post(message: FromTraining): void {
	self.postMessage(message);
}
