import { readFile } from 'node:fs/promises';
import type { FrameLocator, Page } from '@playwright/test';
import { bundledPacks, inventedFor, probabilitiesIn } from './fixtures/bundled';
import { column, readTable } from './fixtures/csv';
import { generated } from './fixtures/generated';
import { expect, test } from './fixtures/test';
import { collectErrors } from './support/console';
import { lookAt } from './support/look-at';

// /embed by itself, without a page around it.

const [first] = bundledPacks;
const paysim = bundledPacks.find(({ name }) => name === 'paysim');
if (!first || !paysim) throw new Error('The app comes with packs, one of which is paysim.');

/** The first of some invented rows as a line, without its class. */
async function transaction(): Promise<string> {
	const { rows } = readTable(await generated({ rows: 3, seed: 21 }));
	return (rows[0] ?? []).slice(0, -1).join(',');
}

test('a file is scored as the command line does, shown and downloaded', async ({ embed, page, folder }) => {
	const errors = collectErrors(page);
	const { file, probabilities } = await inventedFor(first, 300, folder);
	await embed.open();
	await expect(embed.bar).toContainText(first.title);
	const scored = probabilitiesIn(await embed.score.scored('day.csv', file));
	expect(scored).toHaveLength(300);
	for (const [row, value] of scored.entries()) expect(Math.abs(value - (probabilities[row] ?? NaN))).toBeLessThanOrEqual(1e-4);
	await expect(embed.score.result.stat('Scored')).toHaveText('300');
	// Nothing leads to pages that the frame does not have.
	await expect(page.getByRole('link')).toHaveText(['Open Shrike']);
	expect(errors).toEqual([]);
});

test('a transaction has the score that the app gives it', async ({ embed, single }) => {
	const text = await transaction();
	await single.open();
	const inApp = await single.score(text);
	await embed.open();
	await embed.show('One transaction');
	expect(await embed.single.score(text)).toBe(inApp);
	await expect(embed.single.detail('Threshold')).toHaveText('0.1800');
});

test('what was typed stays while a file is looked at, and a dropped file is shown at once', async ({ embed, page }) => {
	const text = await transaction();
	await embed.open();
	await embed.show('One transaction');
	await embed.single.enter(text);
	await embed.score.drop('day.csv', await generated({ rows: 30, seed: 4 }));
	await expect(embed.view('File')).toBeChecked();
	await expect(embed.score.start).toBeEnabled();
	await page.keyboard.press('Control+Enter');
	await embed.show('One transaction');
	await expect(embed.single.transaction).toHaveValue(text);
	// The keys were not meant for the form that was put aside.
	await expect(embed.single.result).toBeHidden();
});

test('on a small frame the answer comes into view', async ({ embed, page }) => {
	await page.setViewportSize({ width: 360, height: 480 });
	await embed.open('?view=single');
	await embed.single.score(await transaction());
	await expect(embed.single.probability).toBeInViewport();
});

test('the address chooses what is shown', async ({ embed, page }) => {
	await embed.open('?view=single');
	await expect(embed.single.transaction).toBeVisible();
	await expect(embed.view('File')).toHaveCount(0);
	await embed.open('?view=file');
	await expect(page.getByRole('button', { name: 'Try a sample' })).toBeVisible();
	await expect(embed.view('One transaction')).toHaveCount(0);
	await expect(embed.single.transaction).toHaveCount(0);
});

test('the address chooses the thresholds of a transaction and of a file', async ({ embed }) => {
	await embed.open('?policy=0,0');
	await embed.show('One transaction');
	await embed.single.score(await transaction());
	await expect(embed.single.result.getByText('Decline', { exact: true })).toBeVisible();
	await embed.show('File');
	const declined = await embed.score.scored('day.csv', await generated({ rows: 40, seed: 4 }));
	expect(new Set(column(readTable(declined), 'decision'))).toEqual(new Set(['decline']));
	await expect(embed.score.result.stat('Flagged')).toHaveText('40');

	await embed.open('?policy=1&view=file');
	const approved = await embed.score.scored('day.csv', await generated({ rows: 40, seed: 4 }));
	expect(new Set(column(readTable(approved), 'decision'))).toEqual(new Set(['approve']));
});

test('the address chooses the pack by name or digest, for this page only and for every file', async ({ embed, score, page }) => {
	for (const asked of [paysim.name, paysim.sha256]) {
		await embed.open(`?pack=${asked}`);
		await expect(embed.bar).toContainText(paysim.title);
	}
	// It fits another pack, which the app would load.
	await embed.score.drop('day.csv', await generated({ rows: 30, seed: 4 }));
	await expect(embed.score.shell.failure('file.missing-columns')).toBeVisible();
	await expect(embed.bar).toContainText(paysim.title);
	await expect(page.getByRole('combobox', { name: 'Scored with' })).toHaveCount(0);

	await score.open();
	await expect(score.shell.enginePill).toContainText(first.name);
	await embed.open();
	await expect(embed.bar).toContainText(first.title);
});

test('a pack that is not there is a failure that names those that are', async ({ embed, page }) => {
	await page.goto('/embed?pack=unheard-of');
	const failure = embed.score.shell.failure('pack.not-found');
	await expect(failure).toContainText('unheard-of');
	for (const { name } of bundledPacks) await expect(failure).toContainText(name);
	await expect(page.getByRole('button', { name: 'Choose a file…' })).toBeDisabled();
});

test('numbers are written as the address says', async ({ embed }) => {
	await embed.open('?locale=de');
	await embed.show('One transaction');
	await embed.single.score(await transaction());
	await expect(embed.single.detail('Threshold')).toHaveText('0,1800');
	await embed.show('File');
	await embed.score.drop('day.csv', await generated({ rows: 1200, seed: 4 }));
	await embed.score.run();
	await expect(embed.score.result.stat('Scored')).toHaveText('1.200');
	await embed.open();
	await embed.show('One transaction');
	await embed.single.score(await transaction());
	await expect(embed.single.detail('Threshold')).toHaveText('0.1800');
});

test('every value that cannot be understood is named with what it may be, and the others hold', async ({ embed }) => {
	await embed.open(`?view=all&theme=dark&policy=0.9,0.5&locale=${'x'.repeat(300)}`);
	await expect(embed.leftOut.getByRole('listitem')).toHaveCount(3);
	await expect(embed.problem('view=all')).toContainText('both, single or file');
	await expect(embed.problem('policy=0.9,0.5')).toContainText('0.5,0.9');
	await expect(embed.problem('locale=')).toContainText('en-GB');
	expect((await embed.problem('locale=').innerText()).length).toBeLessThan(150);
	expect(await embed.theme()).toBe('dark');
	await embed.show('One transaction');
	await embed.single.score(await transaction());
	await expect(embed.single.detail('Threshold')).toHaveText('0.1800');
});

test('a theme holds for this page alone, and the app’s own theme is not taken', async ({ embed, score, page }) => {
	await embed.open('?theme=dark');
	expect(await embed.theme()).toBe('dark');
	await score.open();
	expect(await embed.theme()).toBeNull();
	await page.getByRole('button', { name: /^Theme: system/ }).click();
	await page.getByRole('button', { name: /^Theme: light/ }).click();
	expect(await embed.theme()).toBe('dark');
	await embed.open();
	expect(await embed.theme()).toBeNull();
	await embed.open('?theme=light');
	expect(await embed.theme()).toBe('light');
	await score.open();
	expect(await embed.theme()).toBe('dark');
});

test('the theme of the address is there before anything is drawn', async ({ embed, page }) => {
	await page.route('**/_app/**', (route) => route.abort());
	await page.goto('/embed?theme=light');
	expect(await embed.theme()).toBe('light');
});

test('it installs nothing, and does not keep anyone from leaving', async ({ embed, page, largeFile }) => {
	await embed.open();
	await embed.score.choose(largeFile.path);
	await embed.score.start.click();
	await embed.score.underWay();
	const leaves = () => page.evaluate(() => window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
	expect(await leaves()).toBe(true);
	await embed.score.cancel.click();
	await expect(embed.score.cancelled).toBeVisible();
	await expect(page.getByText('What was scored until then is kept.')).toBeVisible();
	expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});

test('without a database it scores all the same, and says that nothing is kept', async ({ embed, page, folder }) => {
	await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
	const { file, probabilities } = await inventedFor(first, 200, folder);
	await embed.open();
	const notice = page.locator('summary', { hasText: 'Scores are not kept' });
	await expect(notice).toContainText('storage.unavailable');
	await notice.click();
	await expect(page.getByText(/The browser gives this page no database/)).toBeVisible();
	const scored = probabilitiesIn(await embed.score.scored('day.csv', file));
	for (const [row, value] of scored.entries()) expect(Math.abs(value - (probabilities[row] ?? NaN))).toBeLessThanOrEqual(1e-4);
	await embed.score.result.setThreshold(0);
	await expect(embed.score.result.stat('Flagged')).toHaveText('200');
	await embed.show('One transaction');
	expect(await embed.single.score(await transaction())).toBeGreaterThan(0);
});

test('a sandboxed frame that may download does', async ({ page, origin }) => {
	// Its forms are sent to scripts only, and still have to be allowed.
	const sandbox = 'allow-scripts allow-same-origin allow-forms allow-downloads';
	await page.route('**/around', (route) =>
		route.fulfill({ contentType: 'text/html', body: `<iframe src="/embed" sandbox="${sandbox}" width="900" height="600"></iframe>` })
	);
	await page.goto(`${origin}/around`);
	const frame = page.frameLocator('iframe');
	await frame.getByRole('button', { name: 'Try a sample' }).click();
	await frame.getByRole('button', { name: 'Score file' }).click();
	const download = page.waitForEvent('download');
	await frame.getByRole('button', { name: 'Download scored file' }).click();
	const scored = probabilitiesIn(await readFile(await (await download).path()));
	expect(scored).toHaveLength(2000);
	expect(scored.every((value) => value > 0 && value < 1)).toBe(true);
});

test('a configuration of who may embed that is not understood is told to who opens the page', async ({ embed, page }) => {
	const notice = page.getByText('Nobody else may embed this page.');
	await embed.open();
	await expect(notice).toHaveCount(0);
	await page.route('**/embed.config.json', (route) => route.fulfill({ json: { origins: ['*'] } }));
	await embed.open();
	await expect(notice).toBeVisible();
});

/** Frames an address of the app in a page of an origin, as a host of static files would let it: without our headers. */
async function framed(page: Page, host: string, address: string): Promise<FrameLocator> {
	await page.route(address, async (route) => {
		const response = await route.fetch({ headers: { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' } });
		await route.fulfill({ status: response.status(), contentType: 'text/html', body: await response.text() });
	});
	const listening = '<script>const heard = []; addEventListener("message", ({ data }) => heard.push(data));</script>';
	const body = `${listening}<iframe src="${address}" width="900" height="600"></iframe>`;
	await page.route(`${host}/around`, (route) => route.fulfill({ contentType: 'text/html', body }));
	await page.goto(`${host}/around`);
	return page.frameLocator('iframe');
}

for (const path of ['/', '/embed']) {
	test(`${path} draws nothing but a way out in a frame of a site that is not allowed`, async ({ page, origin }) => {
		const abroad = await framed(page, origin.replace('127.0.0.1', 'localhost'), origin + path);
		const link = abroad.getByRole('link');
		await expect(link).toHaveText('Open it in a tab of its own');
		await expect(link).toHaveAttribute('target', '_blank');
		await expect(link).toHaveAttribute('href', '/');
		await expect(abroad.getByRole('button')).toHaveCount(0);
		expect(await page.evaluate('heard')).toEqual([]);

		const home = await framed(page, origin, origin + path);
		await expect(home.getByRole('button', { name: 'Try a sample' })).toBeEnabled();
		// The app itself never talks to the page around.
		await expect.poll(() => page.evaluate('heard.length')).toBe(path === '/' ? 0 : 1);
	});
}

for (const theme of ['light', 'dark'] as const) {
	test(`accessible in both sizes, ${theme}`, async ({ embed, page }) => {
		test.slow();
		await embed.open(`?theme=${theme}&policy=7`);
		await test.step('empty', () => lookAt(page));
		await embed.score.drop('day.csv', await generated({ rows: 18, seed: 61, fraudShare: 0.3 }));
		await expect(embed.score.start).toBeEnabled();
		await test.step('preview', () => lookAt(page));
		await embed.score.run();
		await test.step('result', () => lookAt(page));
		await embed.show('One transaction');
		await embed.single.score(await transaction());
		await test.step('scored', () => lookAt(page));
		await page.goto(`/embed?theme=${theme}&pack=none`);
		await expect(embed.score.shell.failure('pack.not-found')).toBeVisible();
		await test.step('no model', () => lookAt(page));
	});
}
