import { expect, type Locator, type Page } from '@playwright/test';

/** What surrounds every page: navigation, the engine's pill and its drawer, messages. */
export class Shell {
	readonly enginePill: Locator;
	readonly engineDrawer: Locator;
	readonly messages: Locator;

	constructor(readonly page: Page) {
		this.enginePill = page.getByRole('button', { name: 'Show engine status' });
		this.engineDrawer = page.getByRole('dialog', { name: 'Engine' });
		this.messages = page.getByRole('region', { name: 'Messages' });
	}

	/** Waits until a model is loaded and its backend certified. */
	async ready(): Promise<void> {
		await expect(this.enginePill).toContainText('certified', { timeout: 30_000 });
	}

	/** What scores now: `wasm`, `cpu` or `webgpu`. */
	async backend(): Promise<string> {
		return (/\b(webgpu|wasm|cpu)\b/.exec(await this.enginePill.innerText()) ?? [''])[0];
	}

	/** Follows a link of the navigation, which keeps the page's state. */
	async follow(name: 'Score' | 'Single' | 'History' | 'Evaluation' | 'Packs' | 'Settings'): Promise<void> {
		const link = this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });
		await link.click();
		await expect(link).toHaveAttribute('aria-current', 'page');
	}

	/** What the engine's drawer says of a backend. */
	report(backend: string): Locator {
		return this.engineDrawer.getByRole('listitem').filter({ has: this.page.getByRole('heading', { name: new RegExp(`^${backend}`) }) });
	}

	/** The alert with this code. */
	failure(code: string): Locator {
		return this.page.getByRole('alert').filter({ has: this.page.locator('code', { hasText: code }) });
	}
}
