import { rm, writeFile } from 'node:fs/promises';
import { benchFile } from '../bench-file';
import { openApp } from '../browser/app';
import { rendererMemory } from '../browser/peak-memory';
import { builtFolder } from '../built-folder';
import { mlpPack } from '../plain-model';
import { figure, markdownTable, whole } from '../table';
import type { Part } from './all';
import { type GrowthPoint, growthPlot } from './growth-plot';

const sizes = [100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];

/** Files of up to ten million rows in the app, each in a browser of its own, whose peak memory is its own too. */
export const growthTable: Part = async ({ growthRows, plot }, { folder }, note) => {
	const points: GrowthPoint[] = [];
	for (const rows of sizes.filter((size) => size <= growthRows)) {
		const file = await benchFile(folder, rows);
		const app = await openApp({ build: builtFolder(), pack: mlpPack });
		try {
			let peak: number | null = null;
			let own: number | null = null;
			const watch = async (): Promise<void> => {
				const now = await rendererMemory(app.browser.profile);
				if (now === null) return;
				peak = Math.max(peak ?? 0, now.peak);
				own = Math.max(own ?? 0, now.own);
			};
			// The renderer ends with its page, and its figure with it.
			const timer = setInterval(() => void watch(), 500);
			try {
				const { seconds } = await app.score(file.path);
				points.push({ rows, bytes: file.bytes, seconds, peakBytes: peak, ownBytes: own });
				note(`${whole(rows)} rows: ${figure(seconds)} s`);
			} finally {
				clearInterval(timer);
			}
		} finally {
			await app.close();
			await rm(file.path, { force: true });
		}
	}
	if (plot !== null) await writeFile(plot, growthPlot(points));
	return markdownTable(
		['rows', 'GB', 'seconds', 'rows/s', 'peak of a renderer, its own MB', 'with what it shares, MB'],
		points.map(({ rows, bytes, seconds, peakBytes, ownBytes }) => [
			whole(rows),
			figure(bytes / 1e9),
			figure(seconds),
			whole(rows / seconds),
			megabytes(ownBytes),
			megabytes(peakBytes)
		])
	);
};

const megabytes = (bytes: number | null): string => (bytes === null ? 'not told here' : whole(bytes / 1e6));
