import type { Page } from '@playwright/test';
import { withBadRows } from './fixtures/bad-files';
import { readTable } from './fixtures/csv';
import { generated } from './fixtures/generated';
import { expect, test } from './fixtures/test';
import { lookAt } from './support/look-at';

const drawer = '[role=dialog]';

/** Stops the engine's worker for as long as the test lasts, so that a run stays as it is while it is looked at. */
function holdWorker(page: Page): void {
	for (const worker of page.workers()) {
		const held = worker.evaluate(() => {
			const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
			Atomics.wait(new Int32Array(buffer), 0, 0);
		});
		// It ends with the page.
		held.catch(() => undefined);
	}
}

// Few rows: axe takes long over large tables, and sees nothing else in them.
const badRows = async (): Promise<string> =>
	withBadRows(readTable(await generated({ rows: 18, seed: 61, fraudShare: 0.3 }))).text;

test('choosing and previewing a file', async ({ score, page }) => {
	test.slow();
	await score.open();
	await test.step('empty', () => lookAt(page));
	await score.shell.enginePill.click();
	await expect(score.shell.engineDrawer).toBeVisible();
	await test.step('engine drawer', () => lookAt(page, drawer));
	await page.keyboard.press('Escape');
	await score.sample();
	await expect(score.start).toBeEnabled();
	await score.columns.click();
	await test.step('preview', () => lookAt(page));
	await score.drop('nothing.csv', '');
	await expect(score.shell.failure('file.empty')).toBeVisible();
	await test.step('refused', () => lookAt(page));
	await score.page.getByRole('button', { name: 'Another file' }).click();
	await score.fetch('ftp://bank/day.csv');
	await expect(score.shell.failure('url.invalid')).toBeVisible();
	await test.step('failed', () => lookAt(page));
});

test('a result and what opens over it', async ({ score, page }) => {
	test.slow();
	await score.open();
	await score.drop('bad-rows.csv', await badRows());
	await score.run();
	await test.step('result', () => lookAt(page));
	await score.result.table.focus();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(score.result.detail).toBeVisible();
	await test.step('details of a row', () => lookAt(page, drawer));
	await page.keyboard.press('Escape');
	await expect(score.result.detail).toBeHidden();
	await page.getByRole('button', { name: /^Show .*rejected/ }).click();
	await expect(score.result.rejects).toBeVisible();
	await test.step('rejected rows', () => lookAt(page, drawer));
});

test('a run that goes on, and one that was cancelled', async ({ score, page, largeFile }) => {
	test.slow();
	await score.open();
	await score.choose(largeFile.path);
	await score.start.click();
	await score.underWay();
	holdWorker(page);
	await test.step('running', () => lookAt(page));
	await expect(score.progress).toBeVisible();
	await score.cancel.click();
	await expect(score.cancelled).toBeVisible();
	await test.step('cancelled', () => lookAt(page));
});

test('one transaction', async ({ single, page }) => {
	test.slow();
	await single.open();
	await test.step('empty', () => lookAt(page));
	const { rows } = readTable(await generated({ rows: 3, seed: 21 }));
	await single.score([...(rows[0] ?? []).slice(0, 7), '900', ...(rows[0] ?? []).slice(8)].join(','));
	await test.step('scored, with a warning', () => lookAt(page));
	await single.showFields();
	await single.field('V3').fill('many');
	await single.submit();
	await expect(single.shell.failure('input.invalid')).toBeVisible();
	await test.step('fields refused', () => lookAt(page));
});

test('History, empty and with entries', async ({ score, history, page }) => {
	test.slow();
	await score.open();
	await score.shell.follow('History');
	await expect(page.getByText('No runs yet')).toBeVisible();
	await test.step('empty', () => lookAt(page));
	await score.shell.follow('Score');
	await score.drop('bad-rows.csv', await badRows());
	await score.run();
	await score.shell.follow('Single');
	await page.getByRole('button', { name: 'Fill an example' }).click();
	await page.getByRole('button', { name: 'Score', exact: true }).click();
	await score.shell.follow('History');
	await expect(history.run('bad-rows.csv')).toBeVisible();
	await test.step('runs', () => lookAt(page));
	await history.showPredictions();
	await expect(history.predictions).toBeVisible();
	await test.step('single predictions', () => lookAt(page));
	await page.getByRole('button', { name: /^Delete the prediction/ }).click();
	await expect(score.shell.messages.getByRole('button', { name: 'Undo' })).toBeVisible();
	await test.step('deleted, with a way back', () => lookAt(page));
});

test('packs and settings', async ({ score, page }) => {
	test.slow();
	await score.open();
	await score.shell.follow('Packs');
	const card = page.getByRole('button', { name: /^Model card of/ }).first();
	await expect(card).toBeVisible();
	await test.step('packs', () => lookAt(page));
	await card.click();
	await expect(page.getByRole('dialog', { name: /^Model card/ })).toBeVisible();
	await test.step('model card', () => lookAt(page, drawer));
	await page.keyboard.press('Escape');
	await score.shell.follow('Settings');
	await expect(page.getByRole('heading', { name: 'Storage' })).toBeVisible();
	await test.step('settings', () => lookAt(page));
	await page.getByRole('button', { name: 'Delete all data…' }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
	await test.step('asked before everything is deleted', () => lookAt(page, drawer));
});
