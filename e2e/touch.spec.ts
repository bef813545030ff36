import { expect, test } from './fixtures/test';
test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
test('a tap opens a row', async ({ score, page }) => {
	await score.open();
	await page.getByRole('button', { name: 'Try a sample' }).tap();
	await score.run();
	await score.result.shown();
	await expect(page.getByText('tap one to open it')).toBeVisible();
	await expect(page.getByText('Enter or a double click')).toBeHidden();
	await score.result.table.getByRole('gridcell').nth(1).tap();
	await expect(score.result.detail).toBeVisible();
});
