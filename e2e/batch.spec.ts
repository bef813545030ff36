import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { column, readTable, renamed, type Table, writeTable } from './fixtures/csv';
import { serveFile } from './fixtures/file-server';
import { generated } from './fixtures/generated';
import { shrike } from './fixtures/shrike';
import { expect, test } from './fixtures/test';
import { variantsOf } from './fixtures/variants';

const stream = '../shared/data/ulb/creditcard-first-9528.csv.gz';
const rows = 9528;

/** The real stream where it is at hand, else as many invented transactions. */
async function streamFile(): Promise<Buffer> {
	return existsSync(stream) ? readFileSync(stream) : gzipSync(await generated({ rows, seed: 31, fraudShare: 0.004 }));
}

/** The scores that a file has in the browser, as text. */
const scoresOf = (scored: Buffer, delimiter = ','): string[] => column(readTable(scored, delimiter), 'fraud_probability');

async function smallTable(): Promise<Table> {
	return readTable(await generated({ rows: 300, seed: 41, fraudShare: 0.1 }));
}

test('a dropped stream has the same scores in the browser and by the command line', async ({ score, folder }) => {
	const file = await streamFile();
	await score.open();
	const backend = await score.shell.backend();
	await score.drop('stream.csv.gz', file);
	await score.run();
	await expect(score.result.stat('Scored')).toHaveText('9,528');
	await expect(score.result.stat('Backend')).toHaveText(backend);
	const inBrowser = await score.result.download();
	const { confusion, figures } = score.result;
	await expect(confusion).toBeVisible();
	await expect(figures).toBeVisible();

	const [input, output] = [join(folder, 'stream.csv.gz'), join(folder, 'scored.csv.gz')];
	await writeFile(input, file);
	await shrike('score', input, '--pack', 'ulb-mlp', '--backend', backend, '--out', output);
	const byCommand = gunzipSync(readFileSync(output));
	expect(scoresOf(inBrowser)).toHaveLength(rows);
	expect(scoresOf(inBrowser)).toEqual(scoresOf(byCommand));
	expect(column(readTable(inBrowser), 'decision')).toEqual(column(readTable(byCommand), 'decision'));
	expect(inBrowser.equals(byCommand)).toBe(true);
});

test('the same rows have the same scores in every dress', async ({ score, page }) => {
	const table = await smallTable();
	await score.open();
	const expected = scoresOf(await score.scored('plain.csv', writeTable(table)));
	expect(expected).toHaveLength(300);
	for (const { name, bytes, delimiter, decimal } of variantsOf(table)) {
		const scores = scoresOf(await score.scored(name, bytes), delimiter);
		expect(scores.map((cell) => cell.replace(decimal, '.')), name).toEqual(expected);
	}

	await test.step('what was detected is shown and can be changed', async () => {
		const european = variantsOf(table).find(({ name }) => name === 'european.csv');
		await score.drop('european.csv', european?.bytes ?? '');
		await expect(page.getByLabel('Delimiter')).toHaveValue(';');
		await expect(page.getByLabel('Decimal mark')).toHaveValue(',');
		await page.getByLabel('Delimiter').selectOption(',');
		await expect(score.shell.failure('file.missing-columns')).toBeVisible();
		await page.getByLabel('Delimiter').selectOption(';');
		await expect(score.start).toBeEnabled();
	});
});

test('text is scored when it is pasted, into the field or anywhere', async ({ score, page }) => {
	const text = writeTable(await smallTable());
	await score.open();
	await score.paste(text);
	await score.run();
	const expected = scoresOf(await score.result.download());
	await page.getByRole('button', { name: 'Another file' }).click();

	await page.getByRole('heading', { name: /^Drop a file/ }).evaluate((heading, pasted) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', pasted);
		heading.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	}, text);
	await score.run();
	expect(scoresOf(await score.result.download())).toEqual(expected);
});

test('an address is fetched when its owner lets other pages read it, and explained when not', async ({ score, page }) => {
	const bytes = Buffer.from(writeTable(await smallTable()));
	await score.open();
	const [open, closed] = await Promise.all([serveFile(bytes, true), serveFile(bytes, false)]);
	try {
		await score.fetch(`${closed.origin}/day.csv`);
		const failure = score.shell.failure('url.blocked');
		await expect(failure).toContainText('CORS');
		await expect(failure).toContainText('drop it here');
		await page.getByRole('button', { name: 'Another file' }).click();

		await score.fetch(`${open.origin}/day.csv?version=2`);
		await expect(page.getByRole('heading', { name: 'day.csv' })).toBeVisible();
		await score.run();
		await expect(score.result.stat('Scored')).toHaveText('300');
	} finally {
		await Promise.all([open.close(), closed.close()]);
	}
});

test('gs:// and s3:// paths are fetched from their public addresses', async ({ score, page }) => {
	const body = writeTable(await smallTable());
	const asked: string[] = [];
	await page.route(/^https:/, (route) => {
		asked.push(route.request().url());
		return route.fulfill({ body, contentType: 'text/csv', headers: { 'access-control-allow-origin': '*' } });
	});
	await score.open();
	for (const path of ['gs://bank/2024/day.csv', 's3://bank/2024/day.csv']) {
		await score.fetch(path);
		await expect(score.start).toBeEnabled();
		await page.getByRole('button', { name: 'Another file' }).click();
	}
	expect(asked).toEqual(['https://storage.googleapis.com/bank/2024/day.csv', 'https://bank.s3.amazonaws.com/2024/day.csv']);
	await score.fetch('ftp://bank/day.csv');
	await expect(score.shell.failure('url.invalid')).toBeVisible();
});

test('columns are found by other names, in any case, or by hand', async ({ score }) => {
	const table = await smallTable();
	await score.open();
	const expected = scoresOf(await score.scored('plain.csv', writeTable(table)));

	const aliases = renamed(table, { Time: 'SECONDS', V1: ' v1 ', Amount: 'Amt', Class: 'is_fraud' });
	expect(scoresOf(await score.scored('aliases.csv', writeTable(aliases)))).toEqual(expected);
	await expect(score.result.confusion).toBeVisible();

	await score.drop('renamed.csv', writeTable(renamed(table, { V7: 'seven', Amount: 'Amounts' })));
	const missing = score.shell.failure('file.missing-columns');
	await expect(missing).toContainText('V7');
	await expect(missing).toContainText('perhaps “Amounts”');
	await expect(score.start).toBeDisabled();
	await score.columnFor('V7').selectOption('seven');
	await score.columnFor('Amount').selectOption('Amounts');
	await expect(missing).toBeHidden();
	await score.run();
	expect(scoresOf(await score.result.download())).toEqual(expected);
});

test('a result is rehearsed unseen while the page waits for a file, and leaves nothing behind', async ({ page, score }) => {
	await page.addInitScript(() => {
		const look = (): void => {
			const stage = document.querySelector('main [inert]');
			if (!stage?.querySelector('[role=grid]') || !stage.querySelector('canvas[style]')) return;
			document.documentElement.dataset['rehearsed'] = stage.checkVisibility({ visibilityProperty: true }) ? 'seen' : 'unseen';
		};
		new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['style'] });
	});
	await score.open();
	await expect(page.locator('html')).toHaveAttribute('data-rehearsed', 'unseen');
	await expect(page.locator('main [inert], main canvas, main [role=grid]')).toHaveCount(0);
	await expect(page.getByLabel('File of transactions')).toBeAttached();

	await test.step('once a page is enough', async () => {
		await page.evaluate(() => delete document.documentElement.dataset['rehearsed']);
		await page.getByRole('link', { name: 'History' }).click();
		await page.getByRole('link', { name: 'Score' }).first().click();
		await expect(page.getByLabel('File of transactions')).toBeAttached();
		await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, 500))));
		await expect(page.locator('html')).not.toHaveAttribute('data-rehearsed');
	});
});
