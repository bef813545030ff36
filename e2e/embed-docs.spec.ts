import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { column, readTable } from './fixtures/csv';
import { collectErrors } from './support/console';
import { writeEmbeddable } from './support/embeddable';
import { newFolder } from './support/folders';
import { servePortal } from './support/portal';
import { serveSite } from './support/site';
import { test as base, expect } from './support/test';

// docs/embed.md, done as it says: its page is taken from there as it is, but for the address.

const guide = readFileSync('docs/embed.md', 'utf8');

/** The block of code behind a mark. */
function codeOf(mark: string): string {
	const code = new RegExp(`<!-- ${mark} -->\\n\\n\`\`\`\\w+\\n([^]*?)\\n\`\`\``).exec(guide)?.[1];
	if (code === undefined) throw new Error(`docs/embed.md has no code behind “${mark}”.`);
	return code;
}

/** The text with one thing changed, wherever it stands. */
function changed(text: string, from: string, to: string): string {
	if (!text.includes(from)) throw new Error(`docs/embed.md does not say ${from}.`);
	return text.replaceAll(from, to);
}

interface Installation {
	readonly shrike: string;
	/** A page on each of two origins, of which the first is on the list; their files by path. */
	readonly listed: string;
	readonly stranger: string;
	readonly files: Record<string, string>;
}

const test = base.extend<{ readonly installed: Installation }>({
	installed: async ({ browserName: _ }, use) => {
		const files: Record<string, string> = {};
		const [listed, stranger] = [await servePortal(() => files), await servePortal(() => files)];
		const folder = await newFolder();
		writeEmbeddable(folder, [listed.origin]);
		const site = await serveSite(folder);
		files['/portal.html'] = changed(codeOf('page'), 'http://127.0.0.1:4173', site.origin);
		files['/shrike-embed.js'] = await readFile(join(folder, 'sdk', 'shrike-embed.js'), 'utf8');
		await use({ shrike: site.origin, listed: listed.origin, stranger: stranger.origin, files });
		await Promise.all([listed.close(), stranger.close(), site.stop()]);
		await rm(folder, { recursive: true });
	}
});

const answers = (page: Page) => page.locator('#answers li');
const inFrame = (page: Page) => page.frameLocator('shrike-scorer iframe');

test('the page of the guide scores a payment, columns and a chosen file as the guide says', async ({ page, installed }) => {
	const errors = collectErrors(page);
	await page.goto(`${installed.listed}/portal.html`);
	const first = codeOf('answers').split('\n');
	await expect(answers(page)).toHaveText(first, { timeout: 30_000 });
	await expect(inFrame(page).getByRole('banner')).toContainText('PaySim');

	await page.locator('#file').setInputFiles({ name: 'payments.csv', mimeType: 'text/csv', buffer: Buffer.from(`${codeOf('file')}\n`) });
	await expect(answers(page)).toHaveText([...first, codeOf('answer')]);
	await expect(inFrame(page).getByRole('main')).toContainText('payments.csv');
	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Scored file' }).click();
	expect((await download).suggestedFilename()).toBe('scored-payments.csv');
	const scored = readTable(await readFile(await (await download).path()));
	expect(scored.header.slice(-3)).toEqual(['fraud_probability', 'decision', 'error']);
	expect(column(scored, 'decision')).toEqual(['approve', 'review', 'approve', 'review']);
	expect(errors).toEqual([]);
});

test('from an origin that is not on the list it says what the guide says, and nothing else', async ({ page, installed }) => {
	await page.goto(`${installed.stranger}/portal.html`);
	await expect(answers(page)).toHaveText(/^TypeError: Failed to fetch dynamically imported module/);
	expect(guide).toContain('`TypeError: Failed to fetch dynamically imported module`');
	await expect(page.locator('shrike-scorer')).toHaveCount(0);
	expect(page.frames()).toHaveLength(1);
});

test('with its own copy of the SDK it works where it is allowed, and learns that nobody answers where it is not', async ({ page, installed }) => {
	const { files, listed, stranger, shrike } = installed;
	files['/portal.html'] = changed(files['/portal.html'] ?? '', '`${shrike}/sdk/shrike-embed.js`', `'./shrike-embed.js'`);
	await page.goto(`${listed}/portal.html`);
	await expect(answers(page)).toHaveText(codeOf('answers').split('\n'), { timeout: 30_000 });

	// The 20 seconds that it waits.
	await page.clock.install();
	const refused = page.waitForResponse(`${shrike}/embed?pack=paysim`);
	await page.goto(`${stranger}/portal.html`);
	expect((await refused).status()).toBe(404);
	await expect(answers(page)).toHaveCount(0);
	await page.clock.fastForward(20_000);
	await expect(answers(page)).toHaveText(/^embed\.no-answer: /);
	await expect(page.locator('#scored')).toBeHidden();
});

test('a page with a strict policy, and no Referer of its own, needs no more than the guide says', async ({ page, installed }) => {
	const { files, listed, shrike } = installed;
	const policy = `default-src 'none'; frame-src ${shrike}; script-src 'unsafe-inline' ${shrike}`;
	const strict = `<meta http-equiv="content-security-policy" content="${policy}" /><meta name="referrer" content="no-referrer" />`;
	const errors = collectErrors(page);
	files['/portal.html'] = changed(files['/portal.html'] ?? '', '<meta charset="utf-8" />', `<meta charset="utf-8" />${strict}`);
	await page.goto(`${listed}/portal.html`);
	await expect(answers(page)).toHaveText(codeOf('answers').split('\n'), { timeout: 30_000 });
	expect(errors).toEqual([]);

	// A frame of its own sends no Referer by itself.
	files['/own.html'] = `<!doctype html>${strict}<iframe src="${shrike}/embed"></iframe>`;
	const answer = page.waitForResponse(`${shrike}/embed`);
	await page.goto(`${listed}/own.html`);
	expect((await answer).status()).toBe(404);
});

test('a frame that shows transactions only scores a file all the same', async ({ page, installed }) => {
	const { files, listed } = installed;
	const withView = "scorer.setAttribute('view', 'single');\n\t\t\t\tdocument.body.append(scorer);";
	files['/portal.html'] = changed(files['/portal.html'] ?? '', 'document.body.append(scorer);', withView);
	await page.goto(`${listed}/portal.html`);
	await expect(answers(page)).toHaveCount(2, { timeout: 30_000 });
	await page.locator('#file').setInputFiles({ name: 'payments.csv', mimeType: 'text/csv', buffer: Buffer.from(`${codeOf('file')}\n`) });
	await expect(answers(page).last()).toHaveText(codeOf('answer'));
	await expect(inFrame(page).getByRole('main')).not.toContainText('payments.csv');
});

test('a frame of the page’s own is connected as the guide says', async ({ page, installed }) => {
	const { files, listed, shrike } = installed;
	files['/own.html'] = `<!doctype html>${changed(codeOf('own frame'), 'https://shrike.example.com', shrike)}`;
	const logged = page.waitForEvent('console', { predicate: (message) => message.type() === 'log' });
	await page.goto(`${listed}/own.html`);
	expect(await (await logged).args()[0]?.jsonValue()).toMatchObject({ protocol: 1, theme: 'system', storage: 'kept' });
});
