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
		const rows = speeds.flatMap(({ model, backend, device, rowsPerSecond }) =>
			rowsPerSecond === null ? [] : [[`${model}, ${backend}`, whole(rowsPerSecond), device]]
		);
		const absent = new Set(speeds.flatMap(({ backend, why }) => (why === '' ? [] : [`- ${backend}: ${why}`])));
		return [markdownTable(['model and backend', 'rows/s', 'on'], rows), '', ...absent].join('\n').trimEnd();
	} finally {
		await lab.close();
	}
};
