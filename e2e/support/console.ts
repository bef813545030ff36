import type { Page } from '@playwright/test';

/** Collects whatever a page reports as an error: console errors (refused by CSP, too) and uncaught exceptions. */
export function collectErrors(page: Page): readonly string[] {
	const errors: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(message.text());
	});
	page.on('pageerror', (error) => errors.push(String(error)));
	return errors;
}
