import type { ShrikeScorerElement } from '../src/lib/sdk/types';
import { readTable } from './fixtures/csv';
import { generated } from './fixtures/generated';
import { expect, test } from './fixtures/portal';
import { collectErrors } from './support/console';

// <shrike-scorer> in pages of another origin.

declare global {
	interface Window {
		scorer: ShrikeScorerElement;
		/** `name` and what it was about, of all that the element has told. */
		scorerTold: string[];
		/** Waits for the element's next event of a name. */
		next(name: string): Promise<void>;
	}
}

const attributes = { title: 'Score a payment', theme: 'dark', view: 'single', policy: '0.5,0.9', locale: 'de' };

test.beforeEach(async ({ page, embedding }) => {
	await page.goto(embedding.far);
	await page.evaluate(
		async ({ site, given }) => {
			const scorer = document.createElement('shrike-scorer');
			window.scorer = scorer;
			window.scorerTold = [];
			for (const name of ['ready', 'scored', 'decision', 'error']) {
				scorer.addEventListener(name, (event) => window.scorerTold.push(`${name} ${event instanceof CustomEvent ? (event.detail.code ?? '') : ''}`.trim()));
			}
			window.next = (name) => new Promise((resolve) => scorer.addEventListener(name, () => resolve(), { once: true }));
			for (const [name, value] of Object.entries(given)) scorer.setAttribute(name, value);
			scorer.setAttribute('src', `${site}/embed`);
			document.body.append(scorer, document.createElement('section'));
			await scorer.frame;
		},
		{ site: embedding.site, given: attributes }
	);
});

test('its attributes are the frame’s, and change with it', async ({ page }) => {
	const errors = collectErrors(page);
	const { header, rows } = readTable(await generated({ rows: 3, seed: 21 }));
	const transaction = Object.fromEntries(header.slice(0, -1).map((name, i) => [name, rows[0]?.[i] ?? '']));
	const frame = page.frameLocator('iframe');
	await expect(page.locator('iframe')).toHaveAttribute('title', 'Score a payment');
	await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
	await expect(frame.getByRole('button', { name: 'Fill an example' })).toBeVisible();
	await expect(frame.getByRole('radio', { name: 'File' })).toHaveCount(0);
	const scored = await page.evaluate((given) => window.scorer.score(given), transaction);
	expect(scored.policy).toEqual({ kind: 'threshold', review: 0.5, decline: 0.9 });
	const info = await page.evaluate(() => window.scorer.info());
	expect(info).toMatchObject({ theme: 'dark', locale: 'de' });

	// These are told; the frame stays, with what was typed into it.
	const inside = await (await page.locator('iframe').elementHandle())?.contentFrame();
	await inside?.evaluate(() => Reflect.set(window, 'stays', true));
	await page.evaluate(() => {
		window.scorer.setAttribute('theme', 'light');
		window.scorer.setAttribute('policy', '0');
	});
	await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');
	expect(await page.evaluate((given) => window.scorer.score(given), transaction)).toMatchObject({ decision: 'review', policy: { review: 0 } });
	expect(await inside?.evaluate('window.stays')).toBe(true);
	// Without the attribute they are the system's.
	await page.evaluate(() => window.scorer.removeAttribute('theme'));
	await expect(frame.locator('html')).not.toHaveAttribute('data-theme');

	// These need another frame, which keeps the others.
	await page.evaluate(async () => {
		const ready = window.next('ready');
		window.scorer.setAttribute('view', 'file');
		window.scorer.setAttribute('locale', 'en');
		await ready;
	});
	await expect(frame.getByRole('button', { name: 'Try a sample' })).toBeVisible();
	expect(await page.evaluate(() => window.scorer.info())).toMatchObject({ locale: 'en', policy: { review: 0 } });
	await expect(page.locator('iframe')).toHaveCount(1);
	expect(errors).toEqual([]);
});

test('moved it goes on, removed it ends, and put back it begins again', async ({ page }) => {
	const csv = (await generated({ rows: 30, seed: 4 })).toString();
	const score = () => page.evaluate((text) => window.scorer.scoreFile(new Blob([text])).then(({ rows }) => rows), csv);
	expect(await score()).toBe(30);
	// A frame that is moved is loaded anew by the browser.
	await page.evaluate(() => document.querySelector('section')?.append(window.scorer));
	await expect(page.locator('section iframe, section shrike-scorer')).not.toHaveCount(0);
	expect(await score()).toBe(30);
	await expect(page.locator('iframe')).toHaveCount(1);

	const outcomes = await page.evaluate(async (text) => {
		const code = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'answered', (error) => error.code);
		const open = code(window.scorer.scoreFile(new Blob([text])));
		window.scorer.remove();
		return [await open, await code(window.scorer.info()), await code(window.scorer.frame)];
	}, csv);
	expect(outcomes).toEqual(['embed.closed', 'embed.closed', 'embed.closed']);
	await expect.poll(() => page.workers().length).toBe(0);

	await page.evaluate(() => document.body.append(window.scorer));
	expect(await score()).toBe(30);
	expect(await page.evaluate(() => window.scorerTold.filter((told) => told.startsWith('error')))).toEqual([]);
});

test('an address where no Shrike is, and one that is none, are told as errors', async ({ page }) => {
	const outcomes = await page.evaluate(async () => {
		const code = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'answered', (error) => error.code ?? error.name);
		const told = window.next('error');
		window.scorer.setAttribute('src', 'http://[');
		await told;
		const first = [window.scorerTold.at(-1), await code(window.scorer.info())];
		window.scorer.removeAttribute('src');
		await window.next('error');
		return [...first, window.scorerTold.at(-1), await code(window.scorer.frame)];
	});
	expect(outcomes).toEqual(['error embed.bad-params', 'TypeError', 'error embed.bad-params', 'TypeError']);
	await expect(page.locator('iframe')).toHaveCount(0);
});
