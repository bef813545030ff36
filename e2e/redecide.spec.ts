import { expect, test } from './fixtures/test';

test('a moved threshold stays with the run: in History, after a reload, and back again', async ({ score, history, page }) => {
	await score.open();
	await score.sample();
	await score.run();
	const { result } = score;
	const own = await result.flagged();
	await result.setThreshold(0.02);
	await expect(async () => expect(await result.flagged()).toBeGreaterThan(own)).toPass();
	const flagged = await result.flagged();

	await page.getByRole('link', { name: 'History' }).click();
	const file = 'ulb-mlp-sample.csv';
	await expect(history.run(file)).toContainText('0.0200');
	await expect(history.run(file)).toContainText(String(flagged));

	await page.reload();
	await history.openRun(file);
	expect(await result.flagged()).toBe(flagged);
	await page.getByRole('button', { name: /^Back to/ }).click();
	await expect(async () => expect(await result.flagged()).toBe(own)).toPass();
});
