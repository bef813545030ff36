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

/** Runs in the page before its own scripts: asks for an example as soon as the model is there, and scores it. */
function scoreFirst(): void {
	const buttonOf = (name: string): HTMLButtonElement | undefined =>
		Array.from(document.querySelectorAll<HTMLButtonElement>('main button')).find((one) => one.textContent?.trim() === name && !one.disabled);
	window.firstScore = new Promise((resolve, reject) => {
		setTimeout(() => reject(new Error('There is no score after a minute.')), 60_000);
		let step: 'load' | 'fill' | 'score' = 'load';
		const look = (): void => {
			const [fill, score] = [buttonOf('Fill an example'), buttonOf('Score')];
			// “Score” can be pressed once the model is there.
			if (step === 'load' && fill && score) {
				step = 'fill';
				fill.click();
			} else if (step === 'fill' && score && document.querySelector<HTMLTextAreaElement>('main textarea')?.value) {
				step = 'score';
				score.click();
			} else if (step === 'score' && document.querySelector('main')?.textContent?.includes('Fraud probability')) {
				const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN;
				return resolve({ painted, scored: performance.now() });
			}
			requestAnimationFrame(look);
		};
		look();
	});
	window.firstScore.catch(() => undefined);
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
