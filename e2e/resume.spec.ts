import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BrowserContext } from '@playwright/test';
import { expect, test } from './fixtures/test';
import { numberOf } from './pages/figures';
import { HistoryPage } from './pages/history-page';
import type { Result } from './pages/result';
import { ScorePage } from './pages/score-page';

const tab = async (context: BrowserContext): Promise<ScorePage> => new ScorePage(await context.newPage());

async function sha256(path: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path), hash);
	return hash.digest('hex');
}

/** What a run came to: its figures and the bytes of its download. */
async function outcome(result: Result): Promise<Record<string, string>> {
	await result.shown();
	const names = ['Scored', 'Rejected', 'Flagged', 'Flagged amount'];
	const figures = await Promise.all(names.map(async (name) => [name, await result.stat(name).innerText()]));
	const file = await sha256(await (await result.save()).path());
	return { ...Object.fromEntries(figures), file };
}

/** The same bytes but for one digit near the end. */
async function changedCopy(from: string, to: string): Promise<void> {
	await copyFile(from, to);
	const file = await open(to, 'r+');
	const { size } = await file.stat();
	await file.write(Buffer.from('7.25,1'), 0, 6, size - 7);
	await file.close();
}

test('a run goes on where a closed browser cut it off, and ends as if nothing had happened', async ({
	profile,
	largeFile,
	folder
}) => {
	test.setTimeout(120_000);
	const first = await tab(await profile.open());
	await first.open();
	await first.choose(largeFile.path);
	await first.start.click();
	await first.underWay();
	await first.page.context().close();

	const score = await tab(await profile.open());
	await score.open();
	const notice = score.page.getByRole('status').filter({ hasText: 'A run was interrupted' });
	await expect(notice).toContainText('large.csv');

	await test.step('its finished blocks are in History', async () => {
		const history = new HistoryPage(score.page);
		await score.shell.follow('History');
		await expect(history.run('large.csv')).toContainText('Interrupted');
		await history.openRun('large.csv');
		const kept = await numberOf(history.result.stat('Scored'));
		expect(kept).toBeGreaterThan(0);
		expect(kept).toBeLessThan(largeFile.rows);
	});

	await test.step('it is offered for the same file only', async () => {
		await score.shell.follow('Score');
		await score.drop('other.csv', 'Time,Amount\n1,2\n');
		await expect(score.shell.failure('file.missing-columns')).toBeVisible();
		await expect(score.goOn).toBeHidden();
		await score.page.getByRole('button', { name: 'Another file' }).click();

		const changed = join(folder, 'large.csv');
		await changedCopy(largeFile.path, changed);
		await score.choose(changed);
		await expect(score.start).toBeEnabled();
		await expect(score.goOn).toBeHidden();
		await score.page.getByRole('button', { name: 'Another file' }).click();
	});

	await score.choose(largeFile.path);
	await expect(score.goOn).toBeFocused();
	await score.goOn.click();
	const resumed = await outcome(score.result);
	expect(resumed['Scored']).toBe(largeFile.rows.toLocaleString('en'));

	await score.page.getByRole('button', { name: 'Another file' }).click();
	await score.choose(largeFile.path);
	await score.run();
	expect(await outcome(score.result)).toEqual(resumed);
});
