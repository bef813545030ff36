import { softwareWebGpuArgs } from '../../e2e/support/chromium';
import { webGpuArgs } from '../browser/browser';
import { openLab } from '../browser/lab';
import { markdownTable, whole } from '../table';
import type { Part } from './all';

const budgetMs = 500;

/** Networks and trees on every backend that this browser has. */
export const backendsTable: Part = async ({ softwareGpu }) => {
	const lab = await openLab(softwareGpu ? softwareWebGpuArgs : webGpuArgs);
	try {
		const page = await lab.newPage();
		const speeds = await page.evaluate(([ms, software]) => window.lab.measureMembers(ms, software), [budgetMs, softwareGpu] as const);
		const rows = speeds.map(({ model, backend, device, rowsPerSecond, why }) => [
			model,
			backend,
			rowsPerSecond === null ? 'none' : whole(rowsPerSecond),
			rowsPerSecond === null ? why : device
		]);
		return markdownTable(['model', 'backend', 'rows/s', 'on'], rows);
	} finally {
		await lab.close();
	}
};
