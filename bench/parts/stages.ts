import { openLab } from '../browser/lab';
import { figure, markdownTable, whole } from '../table';
import type { Part } from './all';

const packs = ['ulb-mlp', 'ulb-creditcard'];
const budgetMs = 700;

/** Every stage of a run alone in one worker, warm; the first two and the whole runs over the whole file. */
export const stagesTable: Part = async (_plan, file) => {
	const lab = await openLab();
	try {
		const page = await lab.newPage();
		await page.locator('input').setInputFiles(file.path);
		const times = await page.evaluate(([names, ms]) => window.lab.measureStages(names, ms), [packs, budgetMs] as const);
		const rows = times.map(({ stage, rows: count, bytes, seconds }) => [stage, whole(count / seconds), figure(bytes / seconds / 1e6)]);
		return markdownTable(['stage alone, one worker', 'rows/s', 'MB/s of the source'], rows);
	} finally {
		await lab.close();
	}
};
