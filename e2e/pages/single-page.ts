import type { Locator, Page } from '@playwright/test';
import { figure, numberIn } from './figures';
import { Shell } from './shell';

/** The page that scores one transaction. */
export class SinglePage {
	readonly shell: Shell;
	readonly transaction: Locator;
	readonly result: Locator;
	readonly probability: Locator;

	constructor(readonly page: Page) {
		this.shell = new Shell(page);
		this.transaction = page.getByLabel('Transaction', { exact: true });
		this.result = page.getByRole('region', { name: 'Score' });
		this.probability = this.result.getByText('Fraud probability').locator('xpath=following-sibling::p');
	}

	async open(): Promise<void> {
		await this.page.goto('/single');
		await this.shell.ready();
	}

	async submit(): Promise<void> {
		await this.page.getByRole('button', { name: 'Score', exact: true }).click();
	}

	/** Pastes a transaction, scores it and returns the probability shown. */
	async score(text: string): Promise<number> {
		await this.enter(text);
		await this.submit();
		return numberIn(await this.shownProbability());
	}

	/** The probability as the page writes it, exact where a bound stands before it: `< 0.0001 2.5e-5`. */
	async shownProbability(): Promise<string> {
		return (await this.probability.innerText()).trim().split(/\s+/).at(-1) ?? '';
	}

	/** Replaces the text; an earlier answer goes away with a fresh page. */
	async enter(text: string): Promise<void> {
		await this.transaction.fill(text);
	}

	async showFields(): Promise<void> {
		await this.page.getByRole('radio', { name: 'Fields' }).check({ force: true });
	}

	classChoice(name: 'Unknown' | 'Normal' | 'Fraud'): Locator {
		return this.page.getByRole('radio', { name });
	}

	async trueClass(name: 'Unknown' | 'Normal' | 'Fraud'): Promise<void> {
		await this.classChoice(name).check({ force: true });
	}

	field(name: string): Locator {
		return this.page.getByRole('textbox', { name, exact: true });
	}

	/** A detail of the answer: `Threshold`, `Margin`, `Backend`, `Latency`. */
	detail(name: string): Locator {
		return figure(this.page, 'Details of the score', name);
	}
}
