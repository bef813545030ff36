import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page, type Worker } from '@playwright/test';
import type { TableFile } from './transactions';

/** Waits until a model is loaded and its backend has passed its test. */
export async function modelReady(page: Page, backend = ''): Promise<void> {
	const pill = page.getByRole('button', { name: 'Show engine status' });
	// A software WebGPU adapter compiles for seconds.
	await expect(pill).toContainText(new RegExp(`${backend}.*certified`), { timeout: 45_000 });
}

/** Chooses a file and waits for its preview. */
export async function choose(page: Page, file: TableFile): Promise<void> {
	const payload = { name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.text) };
	await page.getByLabel('File of transactions').setInputFiles(payload);
	await expect(page.getByRole('heading', { name: file.name })).toBeVisible();
}

export const startButton = (page: Page): Locator => page.getByRole('button', { name: /^(Score file|Go on)$/ });

/** Waits for the result of the run that is going on. */
export async function resultShown(page: Page): Promise<void> {
	await expect(page.getByRole('heading', { name: /^Highest rows/ })).toBeVisible({ timeout: 30_000 });
	// It is drawn while the last rows are on their way into the log.
	await expect(page.getByRole('progressbar', { name: 'Writing to the log' })).toHaveCount(0);
}

/** Scores a file from its choice to its result. */
export async function score(page: Page, file: TableFile): Promise<void> {
	await choose(page, file);
	await startButton(page).click();
	await resultShown(page);
}

/** A figure of the result or of the progress, by its name. */
export const figure = (page: Page, name: string): Locator =>
	page.locator('.stat', { has: page.getByText(name, { exact: true }) }).locator('.figure');

/** The scored file as the result on the page hands it out. */
export async function download(page: Page): Promise<string> {
	const coming = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Download scored file' }).click();
	return readFile(await (await coming).path(), 'utf8');
}

/** Opens a page of the app from its navigation. */
export async function goTo(page: Page, name: string): Promise<void> {
	await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
}

/** A row of the list of runs by its file. */
export const runOf = (page: Page, fileName: string): Locator =>
	page.getByRole('table', { name: /^Runs/ }).getByRole('row').filter({ has: page.getByRole('link', { name: fileName, exact: true }) });

/** The worker that a page scores in. */
export async function scoringWorker(page: Page): Promise<Worker> {
	// others score parts of files for it
	const found = () => page.workers().filter((worker) => worker.url().includes('scoring.worker'));
	await expect.poll(() => found().length).toBe(1);
	const [worker] = found();
	if (!worker) throw new Error('The page has no worker.');
	return worker;
}

/** Ends a worker by an error that nothing catches. */
export const crash = (worker: Worker): Promise<void> =>
	worker.evaluate(() => {
		setTimeout(() => {
			throw new Error('boom');
		});
	});
