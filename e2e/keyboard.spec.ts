import { focusIsVisible, tabTo } from './fixtures/focus';
import { expect, test } from './fixtures/test';

test('a file is scored, judged and downloaded by keyboard alone, and the focus is always seen', async ({ score, page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await score.open();
	const { result } = score;

	await page.keyboard.press('Tab');
	const skip = page.getByRole('link', { name: 'Skip to content' });
	await expect(skip).toBeFocused();
	await expect(skip).toBeInViewport();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('main')).toBeFocused();

	await tabTo(page, page.getByRole('button', { name: 'Try a sample' }));
	expect(await focusIsVisible(page)).toBe(true);
	await page.keyboard.press('Enter');
	await expect(score.start).toBeFocused();
	expect(await focusIsVisible(page)).toBe(true);
	await page.keyboard.press('Enter');
	await result.shown();

	await tabTo(page, result.slider);
	expect(await focusIsVisible(page)).toBe(true);
	const before = await result.flagged();
	for (let presses = 0; presses < 10; presses++) await page.keyboard.press('PageDown');
	await expect.poll(() => result.flagged()).toBeGreaterThan(before);

	await tabTo(page, page.getByLabel('Exact threshold'));
	expect(await focusIsVisible(page)).toBe(true);
	await page.keyboard.type('2');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Type a number from 0 to 1.')).toBeVisible();
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.type('0.18');
	await page.keyboard.press('Enter');
	await expect.poll(() => result.flagged()).toBe(before);

	await tabTo(page, result.table);
	expect(await focusIsVisible(page)).toBe(true);
	await page.keyboard.press('End');
	await page.keyboard.press('Home');
	// Rows are drawn where the table has scrolled to, which is a frame later than the key.
	await expect(result.table.getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '2');
	const [first] = await result.rows();
	await page.keyboard.press('Enter');
	await expect(result.detail).toContainText(`Row ${first?.row}`);
	// What is behind a drawer is out of reach while it is open.
	for (let presses = 0; presses < 6; presses++) await page.keyboard.press('Tab');
	expect(await result.detail.evaluate((drawer) => drawer.contains(document.activeElement))).toBe(true);
	await page.keyboard.press('Escape');
	await expect(result.table).toBeFocused();

	await page.keyboard.press('Control+Home');
	const download = page.waitForEvent('download');
	await tabTo(page, page.getByRole('button', { name: 'Download scored file' }));
	expect(await focusIsVisible(page)).toBe(true);
	await page.keyboard.press('Enter');
	expect((await download).suggestedFilename()).toBe('ulb-mlp-sample.scored.csv');
});

test('every stop of the Tab key on every page shows the focus and has a name', async ({ score, page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await score.open();
	for (const name of ['Score', 'Single', 'History', 'Packs', 'Settings'] as const) {
		await score.shell.follow(name);
		await expect(page.getByRole('main').getByRole('button').first()).toBeVisible();
		await page.getByRole('main').focus();
		let stops = 0;
		for (; stops < 14; stops++) {
			await page.keyboard.press('Tab');
			const focused = page.locator(':focus');
			if ((await focused.count()) === 0) break;
			const where = `${name}, stop ${stops + 1}: ${await focused.evaluate((element) => element.outerHTML.slice(0, 120))}`;
			expect(await focusIsVisible(page), where).toBe(true);
			await expect(focused, where).toHaveAccessibleName(/\S/);
		}
		expect(stops, name).toBeGreaterThan(1);
	}
});
