import type { Locator, Page } from '@playwright/test';
import { Result } from './result';
import { Shell } from './shell';

/** The page that lists what was scored on this device. */
export class HistoryPage {
	readonly shell: Shell;
	readonly result: Result;
	readonly runs: Locator;
	readonly predictions: Locator;

	constructor(readonly page: Page) {
		this.shell = new Shell(page);
		this.result = new Result(page);
		this.runs = page.getByRole('table', { name: 'Runs, newest first' });
		this.predictions = page.getByRole('table', { name: 'Single predictions, newest first' });
	}

	async showPredictions(): Promise<void> {
		await this.page.getByRole('tab', { name: /^Single predictions/ }).click();
	}

	/** The row of a run of this file. */
	run(fileName: string): Locator {
		return this.runs.getByRole('row').filter({ has: this.page.getByRole('link', { name: fileName, exact: true }) });
	}

	async openRun(fileName: string): Promise<void> {
		await this.runs.getByRole('link', { name: fileName, exact: true }).first().click();
		await this.result.shown();
	}
}
