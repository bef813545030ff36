import { generated } from './fixtures/generated';
import { expect, test } from './fixtures/test';
import { lookAt } from './support/look-at';
import { install, makeProfileFiles } from './support/profile-pack';
import { choose, goTo, resultShown, score as scoreFile, startButton } from './support/scoring';

test('evaluation: of nothing, of a run, of a pack', async ({ score, page }) => {
	test.slow();
	await score.open();
	await score.shell.follow('Evaluation');
	await expect(page.getByText('No labelled run is in the log yet.')).toBeVisible();
	await test.step('nothing yet', () => lookAt(page));
	await score.shell.follow('Score');
	await score.drop('labelled.csv', await generated({ rows: 200, seed: 41, fraudShare: 0.2 }));
	await score.run();
	await page.getByRole('link', { name: 'Evaluate', exact: true }).click();
	await expect(page.getByRole('main').locator('canvas')).toHaveCount(5);
	await test.step('a run', () => lookAt(page));
	await page.getByRole('tab', { name: 'As its maker measured it' }).click();
	await page.getByLabel('Model').selectOption({ label: 'European card transactions (ULB), hybrid' });
	await expect(page.getByRole('rowheader', { name: 'all joined' })).toBeVisible();
	await test.step('a pack', () => lookAt(page));
});

test('training: the form, what it is at, what came of it', async ({ page }) => {
	test.slow();
	await page.goto('/packs/train');
	const csv = { name: 'data.csv', mimeType: 'text/csv', buffer: await generated({ rows: 700, seed: 42, fraudShare: 0.2 }) };
	await page.locator('input[type=file][aria-label="Labelled files"]').setInputFiles(csv);
	await test.step('form', () => lookAt(page));
	await page.getByLabel('Seed').fill('many');
	await test.step('a fault in the form', () => lookAt(page));
	await page.getByLabel('Seed').fill('1');
	await page.getByLabel('Recipe').selectOption({ label: 'European card transactions (ULB), hybrid' });
	await page.getByRole('button', { name: 'Train', exact: true }).click();
	await expect(page.getByRole('table', { name: 'What each member is at' })).toBeVisible({ timeout: 30_000 });
	await test.step('at work', () => lookAt(page));
	await expect(page.getByRole('button', { name: 'Install and use' })).toBeVisible({ timeout: 120_000 });
	await test.step('done', () => lookAt(page));
});

test('a model with profiles: preview, result, one transaction', async ({ page, folder }) => {
	test.slow();
	const files = await makeProfileFiles(folder);
	await install(page, files.pack, 'Profiles');
	await goTo(page, 'Score');
	await scoreFile(page, files.earlier);
	await page.getByRole('button', { name: 'Another file' }).click();
	await choose(page, files.later);
	await page.getByLabel('History', { exact: true }).selectOption({ index: 1 });
	await page.locator('summary', { hasText: 'Columns' }).click();
	await test.step('preview', () => lookAt(page));
	await startButton(page).click();
	await resultShown(page);
	await test.step('result', () => lookAt(page));
	await goTo(page, 'Single');
	await page.getByRole('button', { name: 'Fill an example' }).click();
	await expect(page.getByText(/^Recognised: \d raw values/)).toBeVisible();
	await page.getByRole('radio', { name: 'Fields' }).check({ force: true });
	await page.getByRole('button', { name: 'Score', exact: true }).click();
	await expect(page.getByText('Fraud probability')).toBeVisible();
	await test.step('one transaction', () => lookAt(page));
});
