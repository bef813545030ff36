import type { Locator, Page } from '@playwright/test';

/** A figure of a list of figures, by the name of the list and its own. */
export function figure(page: Page, list: string, name: string): Locator {
	return page.getByLabel(list, { exact: true }).locator('div', { has: page.getByText(name, { exact: true }) }).locator('dd').first();
}

/** A number as the page writes it in English: `12,345.60`, `3.1e-5`, `41 ms`. */
export function numberIn(text: string): number {
	return Number.parseFloat(text.replaceAll(',', ''));
}

/** The number that a locator shows now. */
export async function numberOf(locator: Locator): Promise<number> {
	return numberIn(await locator.innerText());
}
