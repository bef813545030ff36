import type { Page } from '@playwright/test';
import { openApp } from '../browser/app';
import { openBrowser } from '../browser/browser';
import { builtFolder } from '../built-folder';
import { mlpPack } from '../plain-model';
import { spread } from '../statistics';
import { figure, markdownTable } from '../table';
import type { Part } from './all';

declare global {
	interface Window {
		firstScore?: Promise<{ readonly painted: number; readonly scored: number }>;
	}
}

/** Runs in the page before its own scripts: asks for an example and scores it as soon as that can be pressed. */
function scoreFirst(): void {
	const pressed = new Set<string>();
	window.firstScore = new Promise((resolve) => {
		const look = (): void => {
			for (const name of ['Fill an example', 'Score']) {
				const button = Array.from(document.querySelectorAll('main button')).find((one) => one.textContent?.trim() === name);
				if (pressed.has(name) || !(button instanceof HTMLButtonElement) || button.disabled) continue;
				const filled = document.querySelector('main textarea');
				if (name === 'Score' && !(filled instanceof HTMLTextAreaElement && filled.value !== '')) continue;
				if (name === 'Fill an example' && document.querySelector('main form') === null) continue;
				pressed.add(name);
				button.click();
			}
			if (!document.querySelector('main')?.textContent?.includes('Fraud probability')) return void requestAnimationFrame(look);
			const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN;
			resolve({ painted, scored: performance.now() });
		};
		look();
	});
}

async function firstScore(page: Page): Promise<{ painted: number; scored: number }> {
	const measured = await page.evaluate(() => window.firstScore);
	if (!measured) throw new Error('The page was left before it scored.');
	return measured;
}

/** From navigation to the first score on the page, without a server, each in a browser that was just started. */
export const coldStartTable: Part = async ({ runs }) => {
	const app = await openApp({ build: builtFolder(), pack: mlpPack });
	try {
		await app.goOffline();
		await app.browser.close();
		const painted: number[] = [];
		const scored: number[] = [];
		for (let run = 0; run < runs; run++) {
			const browser = await openBrowser({ profile: app.browser.profile });
			const page = await browser.newPage();
			await page.addInitScript(scoreFirst);
			await page.goto(`${app.origin}/single`);
			const times = await firstScore(page);
			painted.push(times.painted);
			scored.push(times.scored);
			await browser.close();
		}
		const cells = (values: readonly number[]): string[] => {
			const { median, min, max } = spread(values);
			return [median, min, max].map((x) => figure(x));
		};
		return markdownTable(
			['offline, browser just started', 'median ms', 'min', 'max'],
			[
				['navigation to first paint', ...cells(painted)],
				['navigation to first score', ...cells(scored)]
			]
		);
	} finally {
		await app.close();
	}
};
