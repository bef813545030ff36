import { expect, type Locator, type Page } from '@playwright/test';
import { ScorePage } from './score-page';
import { SinglePage } from './single-page';

/** The scorer without the frame around it, opened by itself. */
export class EmbedPage {
	readonly score: ScorePage;
	readonly single: SinglePage;
	/** The line with the model, what it runs on, and who is connected. */
	readonly bar: Locator;
	readonly toApp: Locator;
	/** What the address asked for and could not have. */
	readonly leftOut: Locator;

	constructor(readonly page: Page) {
		this.score = new ScorePage(page);
		this.single = new SinglePage(page);
		this.bar = page.getByRole('banner');
		this.toApp = this.bar.getByRole('link', { name: 'Open Shrike' });
		this.leftOut = page.getByRole('status').filter({ hasText: 'Left out of the address' });
	}

	async open(query = ''): Promise<void> {
		await this.page.goto(`/embed${query}`);
		await this.ready();
	}

	/** Waits until a model is loaded. */
	async ready(): Promise<void> {
		await expect(this.bar).toContainText(/\b(webgpu|wasm|cpu)\b/, { timeout: 30_000 });
	}

	view(name: 'File' | 'One transaction'): Locator {
		return this.page.getByRole('radio', { name, exact: true });
	}

	async show(name: 'File' | 'One transaction'): Promise<void> {
		await this.view(name).check({ force: true });
	}

	/** The theme that the page was told to have, whatever the system's is; null for the system's. */
	theme(): Promise<string | null> {
		return this.page.locator('html').getAttribute('data-theme');
	}

	/** The notice that a value of the address was left out. */
	problem(value: string): Locator {
		return this.leftOut.getByRole('listitem').filter({ hasText: value });
	}
}
