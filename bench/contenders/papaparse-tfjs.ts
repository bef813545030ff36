import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mlpPack, plainModel } from '../plain-model';
import { openLab } from '../browser/lab';
import type { Contender } from './types';

/** The program that most would write, in a page of its own; see pages/papaparse-worker.ts. */
export const papaparseTfjs: Contender = {
	id: 'papaparse-tfjs',
	name: 'PapaParse + TF.js + array of objects in Chromium',
	scoresMlp: true,
	needs: '',
	async open({ path, folder }) {
		const lab = await openLab();
		const model = await plainModel();
		const output = join(folder, 'papaparse-tfjs.csv');
		return {
			about: `Chromium ${lab.browser.version}, TF.js on the fastest of webgl and cpu`,
			caveat: '',
			async run() {
				const page = await lab.newPage();
				try {
					await page.locator('input').setInputFiles(path);
					const saved = page.waitForEvent('download', { timeout: 600_000 });
					saved.catch(() => undefined);
					const { seconds } = await page.evaluate(
						([plain, layers]) => window.lab.scoreObviously(plain, layers),
						[model, `model/${mlpPack}/model.json`] as const
					);
					await copyFile(await (await saved).path(), output);
					return { seconds, output };
				} finally {
					await page.close();
				}
			},
			close: () => lab.close()
		};
	}
};
