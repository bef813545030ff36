import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { generated } from './fixtures/generated';
import { shrike } from './fixtures/shrike';
import { expect, test } from './fixtures/test';
import { listed } from './support/profile-pack';
import { modelReady } from './support/scoring';
import { countIn } from './support/stored-log';

const data = { rows: 1000, seed: 31, fraudShare: 0.12 };

async function openTraining(page: Page): Promise<void> {
	await page.goto('/packs/train');
	await expect(page.getByRole('heading', { name: 'Train in this browser' })).toBeVisible();
}

async function give(page: Page, name: string, buffer: Buffer): Promise<void> {
	await page.locator('input[type=file][aria-label="Labelled files"]').setInputFiles({ name, mimeType: 'text/csv', buffer });
}

const train = (page: Page): Promise<void> => page.getByRole('button', { name: 'Train', exact: true }).click();
const progress = (page: Page) => page.getByRole('progressbar', { name: /^Training/ });

test('a model trained in the browser is, byte for byte, the one that the command line makes; it is installed and scores', async ({
	page,
	folder,
	score
}) => {
	test.slow();
	const csv = await generated(data);
	await writeFile(join(folder, 'data.csv'), csv);
	const made = shrike('train', '--pack', 'ulb-mlp', '--data', join(folder, 'data.csv'), '--seed', '5', '--out', join(folder, 'pack'));

	await openTraining(page);
	await give(page, 'data.csv', csv);
	// The title is a part of the pack.
	await page.getByLabel('Name').fill('European card transactions (ULB)');
	await page.getByLabel('Seed').fill('5');
	await train(page);
	await expect(page.getByText('1,000 rows read', { exact: false })).toBeVisible({ timeout: 30_000 });
	// The page stays alive while the worker computes.
	await page.getByRole('navigation').getByRole('link', { name: 'Packs', exact: true }).click();
	await expect(page.getByText('A model is being trained.')).toBeVisible();
	await page.getByRole('link', { name: 'Show the training' }).click();

	const install = page.getByRole('button', { name: 'Install and use' });
	await expect(install).toBeVisible({ timeout: 120_000 });
	await expect(page.getByText('Optimistic', { exact: true })).toBeVisible();
	await expect(page.getByRole('table', { name: 'Figures with 95 % intervals' }).getByRole('row', { name: /^Average precision/ })).toBeVisible();
	const { sha256 }: { sha256: string } = JSON.parse((await made).toString());
	await expect(page.locator(`code[title="${sha256}"]`)).toBeVisible();

	const saving = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save as .zip' }).click();
	expect((await readFile(await (await saving).path())).subarray(0, 2).toString()).toBe('PK');

	await install.click();
	await expect(page.getByText('It is installed and in use.')).toBeVisible();
	expect(await countIn(page, 'packs')).toBe(1);
	await score.shell.follow('Packs');
	await expect(listed(page, 'European card transactions (ULB)').filter({ hasText: 'installed here' })).toContainText('In use');
	await score.shell.follow('Score');
	await modelReady(page);
	await score.drop('data.csv', csv);
	// Two models of one name are told apart by their digests.
	await expect(page.getByLabel('Scored with').locator('option:checked')).toHaveText(`European card transactions (ULB) · ${sha256.slice(0, 12)}`);
	await score.run();
});

test('training is cancelled at once, and leaving the page in the midst of it is asked about', async ({ page }) => {
	const training = () => page.workers().filter((worker) => worker.url().includes('training.worker'));
	await openTraining(page);
	await train(page);
	await expect(page.getByText('Choose at least one file with labels.')).toBeVisible();
	await give(page, 'data.csv', await generated(data));
	await train(page);
	await expect(progress(page)).toBeVisible();
	await expect.poll(() => training().length).toBe(1);
	const asked = new Promise<string>((resolve) => {
		page.once('dialog', (dialog) => {
			resolve(dialog.type());
			void dialog.dismiss();
		});
	});
	// It settles only when the page is left, which the dialog refuses.
	page.reload().catch(() => undefined);
	expect(await asked).toBe('beforeunload');
	await expect(progress(page)).toBeVisible();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
	await expect.poll(() => training().length).toBe(0);
	expect(await countIn(page, 'packs')).toBe(0);
});

test('data that nothing can be learned from are named with their code', async ({ page }) => {
	await openTraining(page);
	const csv = (await generated(data)).toString();
	const [header = '', ...lines] = csv.trimEnd().split('\n');
	const refused = async (text: string, code: string): Promise<void> => {
		await give(page, `${code}.csv`, Buffer.from(text));
		await train(page);
		await expect(page.getByRole('alert').filter({ hasText: code })).toBeVisible({ timeout: 30_000 });
		// What was given is still there, to be put right.
		await page.getByRole('button', { name: `Leave out ${code}.csv` }).click();
	};
	await refused(`${header}\n${lines.filter((line) => line.endsWith(',0')).join('\n')}\n`, 'data.one-class');
	await refused('a,b\n1,2\n', 'file.missing-columns');
	await refused(`${header}\n${lines.join('\n').replace(/,[01]$/m, ',maybe')}\n`, 'data.bad-label');
});

test('training works without a network', async ({ network, profile, origin }) => {
	test.slow();
	const context = await profile.open({ args: network.args });
	const first = await context.newPage();
	await first.goto(origin);
	await modelReady(first);
	await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await first.close();
	await context.setOffline(true);
	const page = await context.newPage();
	await page.goto(`${origin}/packs/train`);
	await give(page, 'data.csv', await generated({ rows: 300, seed: 32, fraudShare: 0.3 }));
	await train(page);
	await expect(page.getByRole('button', { name: 'Install and use' })).toBeVisible({ timeout: 90_000 });
	expect(network.leaving(origin)).toEqual([]);
});
