import type { Page } from '@playwright/test';

/** What a run in the app took, by the page's own clock. */
export interface AppRun {
	/** From the choice of the file to its result on the page: every score in the log, durable, the figures drawn and the download offered. */
	readonly resultSeconds: number;
	/** To the scored CSV as a Blob that the browser begins to save. */
	readonly seconds: number;
	/** The longest task of the main thread in that time; 0 where none took over 50 ms. */
	readonly longestTaskMs: number;
}

declare global {
	interface Window {
		shrikeRun?: Promise<AppRun>;
	}
}

/**
 * Runs in the page. Presses “Score file” as soon as it can be pressed, then “Download scored file”, so that neither a
 * person nor the protocol between browser and test is part of the time. An error that the page shows rejects.
 */
function operate(): void {
	const state = { began: 0, result: 0, longest: 0, pressed: new Set<string>() };
	const tasks = new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries()) {
			if (state.began > 0 && startTime + duration > state.began) state.longest = Math.max(state.longest, duration);
		}
	});
	tasks.observe({ entryTypes: ['longtask'] });
	document.addEventListener('change', () => (state.began ||= performance.now()), { capture: true });
	const press = (text: string): boolean => {
		if (state.pressed.has(text)) return false;
		const button = Array.from(document.querySelectorAll('button')).find((one) => !one.disabled && one.textContent?.trim() === text);
		if (!button) return false;
		state.pressed.add(text);
		button.click();
		return true;
	};
	window.shrikeRun = new Promise((resolve, reject) => {
		const changes = new MutationObserver(() => {
			if (state.began === 0) return;
			const alert = document.querySelector('main [role=alert]');
			if (alert) reject(new Error(alert.textContent ?? 'The run failed.'));
			press('Score file');
			// Drawn means the table of rows and the chart, which Chart.js gives its size when it draws.
			// The figures are drawn while the log is at work; its end is told by the download that is offered.
			const offered = Array.from(document.querySelectorAll('main button')).some((one) => one.textContent?.trim() === 'Download scored file');
			if (state.result === 0 && offered && !document.querySelector('main [aria-busy=true]') && document.querySelector('main [role=grid]:not([inert] *)') && document.querySelector('main canvas[style]:not([inert] *)')) state.result = performance.now();
			if (state.result > 0) press('Download scored file');
		});
		changes.observe(document.body, { subtree: true, childList: true, attributes: true });
		const make = URL.createObjectURL.bind(URL);
		URL.createObjectURL = (blob) => {
			const now = performance.now();
			if (state.pressed.has('Download scored file')) {
				changes.disconnect();
				// Entries of long tasks arrive in a later task.
				setTimeout(() => {
					tasks.disconnect();
					const since = (end: number): number => (end - state.began) / 1000;
					resolve({ resultSeconds: since(state.result), seconds: since(now), longestTaskMs: Math.round(state.longest) });
				}, 200);
			}
			return make(blob);
		};
	});
	window.shrikeRun.catch(() => undefined);
}

/** The longest that a run may take: ten million rows on a slow machine. */
const patienceMs = 1_800_000;

/** Waits until a model is loaded and its backend certified. */
export async function appReady(page: Page): Promise<void> {
	const pill = page.getByRole('button', { name: 'Show engine status' }).filter({ hasText: 'certified' });
	await pill.waitFor({ timeout: 60_000 });
}

/** Scores a file in the app, open on its first page; returns what it took and the file that the browser saved. */
export async function scoreInApp(page: Page, path: string): Promise<AppRun & { readonly output: string }> {
	await page.evaluate(operate);
	const saved = page.waitForEvent('download', { timeout: patienceMs });
	await page.getByLabel('File of transactions').setInputFiles(path);
	const failed = page.evaluate(() => window.shrikeRun).then((run) => run ?? Promise.reject(new Error('The page was reloaded.')));
	failed.catch(() => undefined);
	const download = await Promise.race([saved, failed.then(() => saved)]);
	return { ...(await failed), output: await download.path() };
}
