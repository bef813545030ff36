import { openLab } from '../browser/lab';
import { quantile } from '../statistics';
import { figure, markdownTable } from '../table';
import type { Part } from './all';

const calls = 1000;
const packs = ['ulb-mlp', 'ulb-creditcard'];

/** Milliseconds of one transaction through the worker, its durable log entry included, in a profile on disk. */
export const latencyTable: Part = async () => {
	const rows: string[][] = [];
	for (const pack of packs) {
		// Each in a profile of its own: in one where thousands of entries were made just before, any pack takes some tenths longer.
		const lab = await openLab();
		try {
			const page = await lab.newPage();
			const { backend, milliseconds } = await page.evaluate(([name, count]) => window.lab.measureLatency(name, count), [pack, calls] as const);
			const sorted = milliseconds.toSorted((a, b) => a - b);
			rows.push([`${pack} on ${backend}`, ...[0.5, 0.95, 0.99, 1].map((share) => figure(quantile(sorted, share)))]);
		} finally {
			await lab.close();
		}
	}
	return markdownTable([`one transaction, ${calls} calls`, 'p50 ms', 'p95', 'p99', 'max'], rows);
};
