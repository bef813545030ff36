import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApp } from '../browser/app';
import { hardwareGpu } from '../browser/hardware-gpu';
import { webGpuArgs } from '../browser/browser';
import { mlpPack } from '../plain-model';
import { builtFolder } from '../built-folder';
import type { Contender, Opened } from './types';
import type { BenchFile } from '../bench-file';

/** The production build in headless Chromium: choosing a file to the scored CSV, with log and figures on the way. */
async function open(pack: string, { path, folder }: BenchFile, gpu: boolean): Promise<Opened> {
	const app = await openApp({ build: builtFolder(), pack, ...(gpu ? { backend: 'webgpu', args: webGpuArgs } : {}) });
	const output = join(folder, `shrike-${pack}-${app.backend}.csv`);
	return {
		about: `Chromium ${app.browser.version}, backend ${app.backend}`,
		caveat: '',
		async run() {
			const { seconds, output: saved } = await app.score(path);
			await copyFile(saved, output);
			return { seconds, output };
		},
		close: () => app.close()
	};
}

export const shrikeMlp: Contender = {
	id: 'shrike-mlp',
	name: 'Shrike in Chromium, ulb-mlp',
	scoresMlp: true,
	needs: '',
	open: (file) => open(mlpPack, file, false)
};

export const shrikeHybrid: Contender = {
	id: 'shrike-hybrid',
	name: 'Shrike in Chromium, ulb-creditcard (hybrid)',
	scoresMlp: false,
	needs: '',
	open: (file) => open('ulb-creditcard', file, false)
};

export const shrikeWebgpu: Contender = {
	id: 'shrike-webgpu',
	name: 'Shrike in Chromium on WebGPU, ulb-mlp',
	scoresMlp: true,
	needs: 'a graphics adapter that Chromium computes on; a program that plays one does not count',
	open: async (file) => ((await hardwareGpu()) ? open(mlpPack, file, true) : null)
};
