import { openApp } from '../browser/app';
import { builtFolder } from '../built-folder';
import { spread } from '../statistics';
import { figure, markdownTable, whole } from '../table';
import type { Part } from './all';

const packs = ['ulb-mlp', 'ulb-creditcard'];

/** What a run in the app is made of, and how long it kept the page's main thread. */
export const appTable: Part = async ({ runs }, { path }) => {
	const rows: string[][] = [];
	for (const pack of packs) {
		const app = await openApp({ build: builtFolder(), pack });
		try {
			const measured = [];
			for (let run = 0; run < runs; run++) measured.push(await app.score(path));
			const median = (values: readonly number[]): string => figure(spread(values).median);
			rows.push([
				`${pack} on ${app.backend}`,
				median(measured.map(({ resultSeconds }) => resultSeconds)),
				median(measured.map(({ seconds }) => seconds)),
				whole(spread(measured.map(({ longestTaskMs }) => longestTaskMs)).max)
			]);
		} finally {
			await app.close();
		}
	}
	return markdownTable(['the app, from choosing a file', 'result shown, s', 'scored CSV ready, s', 'longest main-thread task, ms (0: under 50)'], rows);
};
