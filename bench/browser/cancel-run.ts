import type { Page } from '@playwright/test';

/** How a run that was cancelled ended, in milliseconds of the page's clock since the press on Cancel. */
export interface CancelledRun {
	/** Until the page said so. */
	readonly shownMs: number;
	/** Until the log did: the engine writes it when the last worker has let go of the run. */
	readonly stoppedMs: number;
}

/** Runs in the page. Starts the previewed file, cancels once that share of it is read; null where the run ended before. */
async function startAndCancel(share: number): Promise<CancelledRun | null> {
	const press = (...names: string[]): void => {
		const buttons = Array.from(document.querySelectorAll('button'));
		names.flatMap((name) => buttons.find((one) => one.textContent?.trim() === name) ?? [])[0]?.click();
	};
	const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
	const settled = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
		});
	const [{ name = '' } = {}] = await indexedDB.databases();
	const log = await settled(indexedDB.open(name));
	const running = (): Promise<number> => settled(log.transaction('runs').objectStore('runs').index('run.status').count('running'));
	const bar = (): Element | null => document.querySelector('[role=progressbar]');

	press('Start afresh', 'Score file');
	while (!bar()) await frame();
	while (bar() && Number(bar()?.getAttribute('aria-valuenow') ?? 0) < share * 100) await frame();
	if (!bar()) return null;
	const pressed = performance.now();
	press('Cancel');
	while (bar()) await frame();
	const shownMs = performance.now() - pressed;
	while ((await running()) > 0) await new Promise((resolve) => setTimeout(resolve, 2));
	const stoppedMs = performance.now() - pressed;
	log.close();
	return document.querySelector('main')?.textContent?.includes('Cancelled') ? { shownMs, stoppedMs } : null;
}

/** Chooses a file in the app, open on its first page, and cancels its run when a share of it, 0 to 1, is read. */
export async function cancelInApp(page: Page, path: string, share: number): Promise<CancelledRun | null> {
	await page.getByLabel('File of transactions').setInputFiles(path);
	await page.getByRole('button', { name: /^(Score file|Start afresh)$/ }).and(page.locator(':enabled')).waitFor();
	return page.evaluate(startAndCancel, share);
}
