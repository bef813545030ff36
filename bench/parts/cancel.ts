import { seededRandom } from '../../src/lib/core/random/random';
import { openApp } from '../browser/app';
import { cancelInApp, type CancelledRun } from '../browser/cancel-run';
import { builtFolder } from '../built-folder';
import { spread } from '../statistics';
import { markdownTable, whole } from '../table';
import type { Part } from './all';
import { packFiles } from './app';

/** Cancels of each pack, at shares of the file drawn anew. */
const cancels = 7;

/** How long a run goes on after Cancel was pressed, pack by pack. */
export const cancelTable: Part = async (_plan, ulb) => {
	const rows: string[][] = [];
	for (const { pack, file } of await packFiles(ulb)) {
		const random = seededRandom(1);
		const app = await openApp({ build: builtFolder(), pack });
		try {
			const measured: CancelledRun[] = [];
			for (let attempt = 0; measured.length < cancels && attempt < 2 * cancels; attempt++) {
				const page = await app.newPage();
				const run = await cancelInApp(page, file.path, 0.8 * random.next());
				if (run !== null) measured.push(run);
				await page.close();
			}
			if (measured.length === 0) throw new Error(`No run of ${pack} lasted until it was cancelled.`);
			const cells = (of: (run: CancelledRun) => number): string[] => {
				const { median, max } = spread(measured.map(of));
				return [whole(median), whole(max)];
			};
			rows.push([`${pack} on ${app.backend}`, `${measured.length}`, ...cells(({ shownMs }) => shownMs), ...cells(({ stoppedMs }) => stoppedMs)]);
		} finally {
			await app.close();
		}
	}
	return markdownTable(['Cancel, ms since the press', 'cancels', 'shown, median', 'greatest', 'work stopped, median', 'greatest'], rows);
};
