import { softwareWebGpuArgs } from '../../e2e/support/chromium';
import { webGpuArgs } from '../browser/browser';
import { openLab } from '../browser/lab';
import { speedTable } from '../member-speeds';
import type { Part } from './all';

const budgetMs = 500;

/** Networks and trees on every backend that this browser has. */
export const backendsTable: Part = async ({ softwareGpu }) => {
	const lab = await openLab(softwareGpu ? softwareWebGpuArgs : webGpuArgs);
	try {
		const page = await lab.newPage();
		const speeds = await page.evaluate(([ms, software]) => window.lab.measureMembers(ms, software), [budgetMs, softwareGpu] as const);
		return speedTable(speeds);
	} finally {
		await lab.close();
	}
};
