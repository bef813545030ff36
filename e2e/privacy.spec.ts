import type { BrowserContext } from '@playwright/test';
import { serveText } from './support/elsewhere';
import { download, figure, goTo, modelReady, resultShown, runOf, score, startButton } from './support/scoring';
import { dumpLog } from './support/stored-log';
import { expect, test } from './support/test';
import { transactions, type TableFile } from './support/transactions';

// Numbers that card networks publish for tests.
const cards = ['4111111111111111', '5555 5555 5555 4444', '3782-822463-10005', '6011111111111117'];
const digitsOf = (text: string): string => text.replaceAll(/[^0-9]/g, '');

/** Rows with card numbers wherever a careless export puts them: alone, in a note, in a number's cell, in a broken row. */
function careless(): TableFile {
	const card = (row: number): string => cards[row % cards.length] ?? '';
	const file = transactions('cards.csv', 600, {
		more: { card, note: (row) => `"charged to ${card(row)}, again"` }
	});
	const lines = file.text.split('\n');
	const spoil = (row: number, change: (cells: string[]) => string[]): void => {
		lines[row] = change((lines[row] ?? '').split(',')).join(',');
	};
	spoil(3, (cells) => cells.with(5, '4111111111111111x'));
	spoil(4, (cells) => cells.with(6, 'card 5555 5555 5555 4444'));
	spoil(5, () => ['4111111111111111', 'was 3782-822463-10005']);
	return { ...file, text: lines.join('\n') };
}

/** What pages, workers and service workers of a context write to the console or refuse by policy. */
function listen(context: BrowserContext): { readonly said: string[]; readonly errors: string[] } {
	const said: string[] = [];
	const errors: string[] = [];
	context.on('console', (message) => {
		said.push(message.text());
		if (message.type() === 'error') errors.push(message.text());
	});
	context.on('weberror', (error) => errors.push(String(error.error())));
	context.on('serviceworker', (worker) => worker.on('console', (message) => said.push(message.text())));
	return { said, errors };
}

test('a whole session asks nobody but its own origin, and the address that the user typed', async ({ network, profile, origin }) => {
	const elsewhere = await serveText(transactions('typed.csv', 300).text);
	const context = await profile.open({ args: network.args });
	const { said, errors } = listen(context);
	await context.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', (event) => {
			console.error(`policy: ${event.effectiveDirective} ${event.blockedURI}`);
		});
	});
	const page = await context.newPage();
	page.on('worker', (worker) => {
		void worker
			.evaluate(() =>
				addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.effectiveDirective} ${event.blockedURI}`))
			)
			.catch(() => undefined);
	});

	await page.goto('/');
	await modelReady(page);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.getByRole('button', { name: 'Try a sample' }).click();
	await startButton(page).click();
	await resultShown(page);
	await download(page);
	await page.getByRole('button', { name: 'Another file' }).click();
	await score(page, careless());
	await expect(figure(page, 'Rejected')).toHaveText('3');
	await page.getByRole('grid', { name: 'Rows by fraud probability' }).press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Show 3 rejected rows' }).click();
	await page.keyboard.press('Escape');
	await goTo(page, 'Single');
	await page.getByRole('button', { name: 'Fill an example' }).click();
	await page.getByRole('button', { name: 'Score', exact: true }).click();
	await expect(page.getByRole('region', { name: 'Score' })).toBeVisible();
	await goTo(page, 'History');
	await runOf(page, 'cards.csv').getByRole('link', { name: 'cards.csv', exact: true }).click();
	await resultShown(page);
	await goTo(page, 'Packs');
	await page.getByRole('button', { name: /^Model card/ }).first().click();
	await page.keyboard.press('Escape');
	await goTo(page, 'Settings');
	await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
	await page.reload();
	await modelReady(page);

	expect(network.requests.filter((url) => url.startsWith(origin)).length).toBeGreaterThan(20);
	expect(network.leaving(origin)).toEqual([]);

	await goTo(page, 'Score');
	await page.getByLabel('From an address').fill(elsewhere.address);
	await page.getByRole('button', { name: 'Fetch' }).click();
	await startButton(page).click();
	await resultShown(page);
	expect(network.leaving(origin)).toEqual([elsewhere.address]);
	expect(elsewhere.requests.map(({ cookie, referer }) => [cookie, referer])).toEqual([[undefined, undefined]]);
	expect(errors).toEqual([]);
	expect(said.filter((text) => text.startsWith('policy:'))).toEqual([]);
	await elsewhere.close();
});

test('a full card number is in the download and nowhere else', async ({ page, context }) => {
	const { said } = listen(context);
	await page.goto('/');
	await modelReady(page);
	const file = careless();
	await score(page, file);
	const scored = await download(page);
	for (const line of file.text.trimEnd().split('\n').slice(1)) expect(scored).toContain(line);

	await page.getByRole('button', { name: 'Show 3 rejected rows' }).click();
	const shown = await page.getByRole('dialog').innerText();
	const log = await dumpLog(page);
	expect(Object.keys(log)).toEqual(expect.arrayContaining(['runs', 'blocks', 'logs']));
	expect(log['blocks']).toContain('…1111');
	for (const [where, text] of Object.entries({ ...log, console: said.join('\n'), page: shown })) {
		for (const card of cards) {
			expect(text.includes(card), `${card} in ${where}`).toBe(false);
			expect(text.includes(digitsOf(card)), `${digitsOf(card)} in ${where}`).toBe(false);
		}
	}
});
