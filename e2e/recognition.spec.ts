import { rm } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { newFolder } from './support/folders';
import { install, makeProfileFiles, use, type ProfileFiles } from './support/profile-pack';
import { choose, figure, goTo, modelReady, resultShown, startButton } from './support/scoring';
import { expect, test } from './support/test';
import { transactions } from './support/transactions';

/** The pack that is in use at first. */
const bundled = 'European card transactions (ULB)';
const day = transactions('day.csv', 200);

let folder = '';
let files: ProfileFiles;

test.beforeAll(async () => {
	folder = await newFolder();
	files = await makeProfileFiles(folder);
});

test.afterAll(() => rm(folder, { recursive: true }));

async function openWithBoth(page: Page): Promise<void> {
	await install(page, files.pack, 'Profiles');
	await use(page, bundled);
	await goTo(page, 'Score');
}

test('a file of another model’s kind loads that model, says so, and is scored with it', async ({ page }) => {
	await openWithBoth(page);
	await choose(page, files.earlier);
	await expect(page.getByText('This looks like Profiles')).toBeVisible();
	await expect(page.getByLabel('Scored with')).toHaveValue(/^[0-9a-f]{64}$/);
	await expect(page.getByLabel('Scored with').locator('option:checked')).toHaveText('Profiles');
	await expect(startButton(page)).toBeFocused();
	await startButton(page).click();
	await resultShown(page);
	await expect(page.getByText(/^Profiles 1\.0\.0 · on/)).toBeVisible();
	await expect(figure(page, 'Scored')).not.toHaveText('0');

	// The other way round, too; and what was loaded for a file is not what the user chose.
	await page.getByRole('button', { name: 'Another file' }).click();
	await choose(page, day);
	await expect(page.getByText(`This looks like ${bundled}`)).toBeVisible();
	await page.reload();
	await modelReady(page);
	await choose(page, day);
	await expect(startButton(page)).toBeEnabled();
	await expect(page.getByText(/^This looks like/)).toHaveCount(0);
});

test('the user overrides what was recognised, and sees what the other model lacks', async ({ page }) => {
	await openWithBoth(page);
	await choose(page, files.earlier);
	await expect(page.getByText('This looks like Profiles')).toBeVisible();
	await page.getByLabel('Scored with').selectOption({ label: bundled });
	await expect(page.getByRole('alert').filter({ hasText: 'file.missing-columns' })).toBeVisible();
	await expect(page.getByText(/^This looks like/)).toBeVisible();
	await expect(startButton(page)).toBeDisabled();
	await page.getByRole('button', { name: 'Use Profiles' }).click();
	await expect(startButton(page)).toBeEnabled();
});

test('the columns of a file say what they are read as', async ({ page }) => {
	await openWithBoth(page);
	await choose(page, files.earlier);
	await expect(page.getByText('This looks like Profiles')).toBeVisible();
	await page.locator('summary', { hasText: 'Columns' }).click();
	const as = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) }).getByRole('cell').first();
	await expect(as('when')).toHaveText('date');
	await expect(as('category')).toHaveText('text');
	await expect(as('amt')).toHaveText('USD');
	// Card numbers are never shown whole, not even of the file’s first rows.
	const numbers = [...files.earlier.text.matchAll(/\d{16}/g)].map(([number]) => number);
	const shown = await page.getByRole('main').innerText();
	expect(numbers.length).toBeGreaterThan(100);
	expect(numbers.filter((number) => shown.includes(number))).toEqual([]);
});
