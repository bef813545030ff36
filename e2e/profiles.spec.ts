import { rm } from 'node:fs/promises';
import Papa from 'papaparse';
import type { Page } from '@playwright/test';
import { newFolder } from './support/folders';
import { install, makeProfileFiles, type ProfileFiles } from './support/profile-pack';
import { choose, download, figure, goTo, resultShown, score, startButton } from './support/scoring';
import { expect, test } from './support/test';

let folder = '';
let files: ProfileFiles;

test.beforeAll(async () => {
	folder = await newFolder();
	files = await makeProfileFiles(folder);
});

test.afterAll(() => rm(folder, { recursive: true }));

/** The scores of a downloaded file by the row's id, as they are written. */
function scores(csv: string): ReadonlyMap<string, string> {
	const { data } = Papa.parse<Record<string, string>>(csv.trim(), { header: true });
	return new Map(data.map((row) => [row['id'] ?? '', row['fraud_probability'] ?? '']));
}

const history = (page: Page) => page.getByLabel('History', { exact: true });
const another = (page: Page): Promise<void> => page.getByRole('button', { name: 'Another file' }).click();

test('a later file scored after an earlier run, or after its file as history, is scored like both in one', async ({ page }) => {
	await install(page, files.pack, 'Profiles');
	await goTo(page, 'Score');
	await score(page, files.both);
	const inOne = scores(await download(page));
	await expect(page.getByText(/^The run began with empty profiles: [\d.]+% of the scored rows had no history/)).toBeVisible();
	await expect(page.getByText(/\d+ rows came late.*\d+ rows repeat the one before/)).toBeVisible();
	await expect(figure(page, 'Without history')).toHaveText(/^[1-9][\d.]*%$/);

	await another(page);
	await score(page, files.later);
	const alone = scores(await download(page));
	await another(page);
	await score(page, files.earlier);

	await another(page);
	await choose(page, files.later);
	await history(page).selectOption({ label: (await history(page).locator('option', { hasText: 'earlier.csv' }).innerText()).trim() });
	await startButton(page).click();
	await resultShown(page);
	await expect(page.getByText(/^The run began with the profiles of the run of earlier\.csv/)).toBeVisible();
	await expect(figure(page, 'Without history')).toHaveText('0.0%');
	const afterRun = scores(await download(page));

	await another(page);
	await choose(page, files.later);
	const buffer = Buffer.from(files.earlier.text);
	await page.getByLabel('History file', { exact: true }).setInputFiles({ name: 'earlier.csv', mimeType: 'text/csv', buffer });
	await expect(history(page).locator('option:checked')).toHaveText('File earlier.csv');
	await startButton(page).click();
	await resultShown(page);
	await expect(page.getByText(/^The run began with the history file earlier\.csv/)).toBeVisible();
	const afterFile = scores(await download(page));

	expect(afterRun.size).toBeGreaterThan(300);
	expect([...afterRun]).toEqual([...afterRun.keys()].map((id) => [id, inOne.get(id)]));
	expect([...afterFile]).toEqual([...afterRun]);
	expect([...alone]).not.toEqual([...afterRun]);
	await page.getByText('About this run').click();
	await expect(page.getByText('the history file earlier.csv', { exact: true })).toBeVisible();
});

test('one transaction has fields for texts and dates, may be a JSON event, and is compared with a run’s profiles', async ({ page }) => {
	await install(page, files.pack, 'Profiles');
	await goTo(page, 'Score');
	await score(page, files.earlier);
	await goTo(page, 'Single');
	const card = files.earlier.text.split('\n').find((line) => line.startsWith('t3-10,'))?.split(',')[2];
	const event = { trans_num: 'x', when: '2019-07-03 01:00:00', cc_num: card, merchant: 'Shop 1, "0"', category: 'food', amt: 45.5, city: 'Ghent', is_fraud: 0 };
	await page.getByLabel('Transaction', { exact: true }).fill(JSON.stringify(event));
	await expect(page.getByText(/^Recognised: 5 raw values and the class: normal\. Not read by this model: .*city/)).toBeVisible();
	const details = page.getByLabel('Details of the score');
	const shown = async (): Promise<string> => {
		await page.getByRole('button', { name: 'Score', exact: true }).click();
		await expect(details).toBeVisible();
		return (await page.getByRole('status').filter({ hasText: 'Fraud probability' }).innerText()).trim();
	};
	const withoutHistory = await shown();
	await expect(details).toContainText('empty profiles');
	await history(page).selectOption({ index: 1 });
	const first = await shown();
	await expect(details).toContainText('Run of earlier.csv');
	expect(first).not.toBe(withoutHistory);
	// It leaves no mark: asked again, the answer is the same.
	expect(await shown()).toBe(first);

	await page.getByRole('radio', { name: 'Fields' }).check({ force: true });
	await expect(page.getByLabel('when', { exact: true })).toHaveValue('2019-07-03 01:00:00');
	await expect(page.getByRole('combobox', { name: 'category' }).locator('option')).toContainText(['travel', 'food', 'fuel']);
	await expect(page.getByRole('combobox', { name: 'category' })).toHaveValue('food');
	expect(await shown()).toBe(first);
	await page.getByLabel('when', { exact: true }).fill('yesterday');
	await page.getByRole('button', { name: 'Score', exact: true }).click();
	await expect(page.getByText(/^when is “yesterday”, which is no date/)).toBeVisible();
});

test('an example of a model with texts can be filled in and scored', async ({ page }) => {
	await install(page, files.pack, 'Profiles');
	await goTo(page, 'Single');
	await page.getByRole('button', { name: 'Fill an example' }).click();
	await expect(page.getByText(/^Recognised: \d raw values/)).toBeVisible();
	await page.getByRole('button', { name: 'Score', exact: true }).click();
	await expect(page.getByText('Fraud probability')).toBeVisible();
});
