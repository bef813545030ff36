import { openLab } from '../browser/lab';
import { spread } from '../statistics';
import { figure, markdownTable } from '../table';
import type { Part } from './all';

const packs = ['ulb-mlp', 'ulb-creditcard'];

/** What the durable log takes of a run in all workers, the scored file included. */
export const loggingTable: Part = async ({ runs }, file) => {
	const lab = await openLab();
	try {
		const rows: string[][] = [];
		for (const pack of packs) {
			const page = await lab.newPage();
			await page.locator('input').setInputFiles(file.path);
			const { inMemory, durable } = await page.evaluate(([name, rounds]) => window.lab.measureLogging(name, rounds), [pack, runs] as const);
			const [without, all] = [spread(inMemory).median, spread(durable).median];
			rows.push([pack, figure(without), figure(all), `${figure((100 * (all - without)) / all)} %`]);
			await page.close();
		}
		return markdownTable(['a run in all workers', 'log in memory, s', 'log durable, s', 'the log’s share'], rows);
	} finally {
		await lab.close();
	}
};
