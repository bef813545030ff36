import { expect, type Locator, type Page } from '@playwright/test';

/** The pack that a previewed file will be scored with. */
export class PackChoice {
	readonly select: Locator;

	constructor(readonly page: Page) {
		this.select = page.getByLabel('Scored with', { exact: true });
	}

	/** What the page says when it loaded a pack because the file is of its kind. */
	recognised(title: string): Locator {
		return this.page.getByRole('status').filter({ hasText: `This looks like ${title}` });
	}

	/** Takes a pack by hand and waits until it is loaded. */
	async take(title: string): Promise<void> {
		await this.select.selectOption({ label: title });
		await expect(this.select).toBeEnabled({ timeout: 45_000 });
	}
}
