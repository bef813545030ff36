import { readFile } from 'node:fs/promises';
import { expect, type Download, type Locator, type Page } from '@playwright/test';
import { figure, numberIn, numberOf } from './figures';

export interface ShownRow {
	readonly row: number;
	readonly probability: number;
	readonly decision: string;
}

/** The result of a run, on the page that scored it or in History. */
export class Result {
	readonly slider: Locator;
	readonly table: Locator;
	readonly detail: Locator;
	readonly rejects: Locator;
	readonly histogram: Locator;
	readonly confusion: Locator;
	readonly figures: Locator;

	constructor(readonly page: Page) {
		this.slider = page.getByRole('slider', { name: /^Threshold/ });
		this.table = page.getByRole('grid', { name: 'Rows by fraud probability' });
		this.detail = page.getByRole('dialog', { name: /^Row \d/ });
		this.rejects = page.getByRole('dialog', { name: /rejected rows$/ });
		this.histogram = page.getByRole('img', { name: /scores are below 0\.1; the threshold is/ });
		this.confusion = page.getByRole('table', { name: 'Confusion matrix' });
		this.figures = page.getByRole('table', { name: 'Figures with 95 % intervals' });
	}

	/** A figure of the run: `Scored`, `Rejected`, `Flagged`, `Flagged amount`, `Time`, `Speed`, `Backend`. */
	stat(name: string): Locator {
		return figure(this.page, 'Run', name);
	}

	async shown(): Promise<void> {
		await expect(this.table).toBeVisible({ timeout: 45_000 });
	}

	/** The rows of the table that are drawn now, in their order. */
	async rows(): Promise<ShownRow[]> {
		const cells = await this.table
			.getByRole('row')
			.filter({ has: this.page.getByRole('gridcell') })
			.evaluateAll((rows) => rows.map((row) => Array.from(row.children, (cell) => cell.textContent?.trim() ?? '')));
		return cells.map(([row = '', probability = '', decision = '']) => ({
			row: numberIn(row),
			probability: numberIn(probability),
			decision
		}));
	}

	async setThreshold(value: number): Promise<void> {
		await this.page.getByLabel('Exact threshold').fill(String(value));
		await this.page.getByRole('button', { name: 'Set', exact: true }).click();
	}

	/** Frauds caught and missed, false alarms, and normal rows let through. */
	async confusionCounts(): Promise<{ tp: number; fn: number; fp: number; tn: number }> {
		const cells = await this.confusion.getByRole('cell').filter({ hasText: /\d/ }).allInnerTexts();
		const [tp = NaN, fn = NaN, fp = NaN, tn = NaN] = cells.map(numberIn);
		return { tp, fn, fp, tn };
	}

	/** Value and interval of a quality figure. */
	async interval(name: string): Promise<{ value: number; low: number; high: number }> {
		const row = this.figures.getByRole('row', { name });
		const [value = '', interval = ''] = await row.getByRole('cell').allInnerTexts();
		const [low = '', high = ''] = interval.split('–');
		return { value: numberIn(value), low: numberIn(low), high: numberIn(high) };
	}

	async flagged(): Promise<number> {
		return numberOf(this.stat('Flagged'));
	}

	/** Presses the download button and waits for the file. */
	async save({ gzip = false } = {}): Promise<Download> {
		await this.page.getByLabel('gzip').setChecked(gzip);
		const download = this.page.waitForEvent('download');
		await this.page.getByRole('button', { name: 'Download scored file' }).click();
		return download;
	}

	/** The bytes of the scored file. */
	async download(options: { gzip?: boolean } = {}): Promise<Buffer> {
		return readFile(await (await this.save(options)).path());
	}
}
