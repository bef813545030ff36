import { expect, test, type Page } from '@playwright/test';
import { expectNoAxeViolations } from './axe';

// Widths change what is laid out and themes what is seen of it: two looks cover both of each.
const looks = [
	{ size: { width: 360, height: 740 }, colorScheme: 'light' },
	{ size: { width: 1440, height: 900 }, colorScheme: 'dark' }
] as const;

/** Looks at the page as it is now, or at a part of it, in both themes and at both widths. Nothing is pressed. */
export async function lookAt(page: Page, part?: string): Promise<void> {
	// At another width the pointer would lie on something else, whose tooltip is no part of the page as it is.
	await page.mouse.move(0, 0);
	for (const { size, colorScheme } of looks) {
		await page.setViewportSize(size);
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await test.step(`${size.width} px, ${colorScheme}`, async () => {
			await expectNoAxeViolations(page, part);
			const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			expect(overhang, 'the page scrolls sideways').toBeLessThanOrEqual(0);
		});
	}
}
