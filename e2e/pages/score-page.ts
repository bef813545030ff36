import { expect, type Locator, type Page } from '@playwright/test';
import { dropFile } from './drop';
import { Result } from './result';
import { Shell } from './shell';

/** The page that scores a file, from choosing it to its result. */
export class ScorePage {
	readonly shell: Shell;
	readonly result: Result;
	readonly fileInput: Locator;
	readonly start: Locator;
	readonly goOn: Locator;
	readonly cancel: Locator;
	readonly cancelled: Locator;
	readonly preview: Locator;
	readonly progress: Locator;
	readonly columns: Locator;

	constructor(readonly page: Page) {
		this.shell = new Shell(page);
		this.result = new Result(page);
		this.fileInput = page.getByLabel('File of transactions');
		this.start = page.getByRole('button', { name: 'Score file' });
		this.goOn = page.getByRole('button', { name: 'Go on' });
		this.cancel = page.getByRole('button', { name: 'Cancel' });
		this.cancelled = page.getByText('Cancelled', { exact: true });
		this.preview = page.getByRole('region', { name: 'First rows of the file' });
		this.progress = page.getByRole('progressbar', { name: /^Scoring/ });
		this.columns = page.locator('summary', { hasText: 'Columns' });
	}

	async open(query = ''): Promise<void> {
		await this.page.goto(`/${query}`);
		await this.shell.ready();
	}

	async sample(): Promise<void> {
		await this.page.getByRole('button', { name: 'Try a sample' }).click();
	}

	drop(name: string, bytes: Buffer | string): Promise<void> {
		return dropFile(this.page, name, Buffer.from(bytes));
	}

	/** Chooses a file of the disk. */
	async choose(path: string): Promise<void> {
		await this.fileInput.setInputFiles(path);
	}

	async paste(text: string): Promise<void> {
		await this.page.getByLabel('Pasted rows, with their header').fill(text);
		await this.page.getByRole('button', { name: 'Preview' }).click();
	}

	async fetch(address: string): Promise<void> {
		await this.page.getByLabel('From an address').fill(address);
		await this.page.getByRole('button', { name: 'Fetch' }).click();
	}

	/** Starts what is previewed and waits for its result. */
	async run(): Promise<void> {
		await this.start.click();
		await this.result.shown();
	}

	/** Drops a file that fits, scores it and downloads it. */
	async scored(name: string, bytes: Buffer | string): Promise<Buffer> {
		await this.drop(name, bytes);
		await expect(this.page.getByRole('heading', { name, exact: true })).toBeVisible();
		await this.run();
		return this.result.download();
	}

	/** The choice of a file's column for one that the model needs. */
	columnFor(name: string): Locator {
		return this.page.getByLabel(`Column for ${name}`, { exact: true });
	}

	/** Waits until the run has finished some rows; looks at every frame, since a run may last only a second or two. */
	async underWay(): Promise<void> {
		await this.page.waitForFunction(() =>
			/^[1-9]/.test(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuetext') ?? '')
		);
	}
}
