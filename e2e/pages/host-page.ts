import { expect, type Frame, type FrameLocator, type Locator, type Page } from '@playwright/test';
import type * as sdk from '../../src/lib/sdk/index';

/** What a portal's page has of one embed, as `portals[n]`. */
interface Portal {
	readonly iframe: HTMLIFrameElement;
	readonly frame: sdk.ShrikeFrame;
	/** Every event since it was connected, in order. */
	readonly told: { readonly name: string; readonly detail: Readonly<Record<string, unknown>> }[];
	/** Waits for an event that is yet to come. */
	next(name: keyof sdk.ShrikeEventMap): Promise<Readonly<Record<string, unknown>>>;
	/** Waits until the host's own batch has finished rows. */
	underWay(): Promise<void>;
}

/** How a promise has settled. */
export interface Outcome {
	readonly value?: unknown;
	readonly code?: string;
	readonly name?: string;
}

declare global {
	interface Window {
		sdk: typeof sdk;
		portals: Portal[];
		/** A call that was begun and is looked at later. */
		call: Promise<Outcome>;
		outcome(promise: Promise<unknown>): Promise<Outcome>;
	}
}

/** The page of a portal that embeds Shrike and talks with it by the SDK. */
export class HostPage {
	constructor(
		readonly page: Page,
		readonly site: string
	) {}

	/** Opens a portal's page with one embed that is connected. */
	async open(portal: string, query = ''): Promise<sdk.Info> {
		await this.page.goto(portal);
		return this.add(query);
	}

	/** Adds an embed to the page and connects to it. */
	add(query = '', allow = ''): Promise<sdk.Info> {
		return this.page.evaluate(
			async ({ site, path, allowed }) => {
				window.portals ??= [];
				window.outcome = (promise) =>
					promise.then(
						(value) => ({ value }),
						(error: { code?: string; name?: string }) => ({ code: error.code, name: error.name })
					);
				const iframe = document.createElement('iframe');
				iframe.allow = allowed;
				iframe.width = '900';
				iframe.height = '700';
				iframe.src = `${site}${path}`;
				document.body.append(iframe);
				const frame = await window.sdk.connect(iframe, { origin: site });
				const told: Portal['told'] = [];
				for (const name of ['ready', 'progress', 'scored', 'decision', 'error'] as const) {
					frame.addEventListener(name, (event: Event) => {
						if (event instanceof CustomEvent) told.push({ name, detail: event.detail });
					});
				}
				const next: Portal['next'] = (name) =>
					new Promise((resolve) => {
						frame.addEventListener(name, (event: Event) => event instanceof CustomEvent && resolve(event.detail), { once: true });
					});
				const underWay: Portal['underWay'] = () =>
					new Promise((resolve) => {
						const look = ({ detail }: sdk.ShrikeEventMap['progress']): void => {
							if (detail.rows === 0) return;
							frame.removeEventListener('progress', look);
							resolve();
						};
						frame.addEventListener('progress', look);
					});
				window.portals.push({ iframe, frame, told, next, underWay });
				return frame.info();
			},
			{ site: this.site, path: `/embed${query}`, allowed: allow }
		);
	}

	/** What is seen in an embed. */
	seen(nth = 0): FrameLocator {
		return this.page.locator('iframe').nth(nth).contentFrame();
	}

	/** The page of an embed. */
	async inside(nth = 0): Promise<Frame> {
		const frame = await (await this.page.locator('iframe').nth(nth).elementHandle())?.contentFrame();
		if (!frame) throw new Error('The page has no such frame.');
		return frame;
	}

	/** A figure of the result that an embed shows. */
	stat(name: string, nth = 0): Locator {
		const run = this.seen(nth).getByLabel('Run', { exact: true });
		return run.locator('div', { has: this.page.getByText(name, { exact: true }) }).locator('dd').first();
	}

	/** Scores one transaction in the first embed, waiting for it like any portal. */
	async score(transaction: sdk.Transaction, nth = 0): Promise<sdk.SingleResult> {
		return this.page.evaluate(([given, at]) => window.portals[at].frame.score(given), [transaction, nth] as const);
	}

	/**
	 * Begins to score a file that takes long enough to be stopped in the middle, as `window.call`, and waits until some of its
	 * rows are finished.
	 */
	async startLong(csv: string, nth = 0): Promise<void> {
		await this.page.evaluate(
			async ([text, at]) => {
				const end = text.indexOf('\n') + 1;
				const file = new File([text.slice(0, end), ...Array<string>(160).fill(text.slice(end))], 'long.csv');
				const { frame, underWay } = window.portals[at];
				const begun = underWay();
				window.call = window.outcome(frame.scoreFile(file, { scores: false, scoredFile: false }));
				await begun;
			},
			[csv, nth] as const
		);
	}

	/** How the call that was begun has ended. */
	ended(): Promise<Outcome> {
		return this.page.evaluate(() => window.call);
	}

	/** The names of what an embed has told so far. */
	told(name: keyof sdk.ShrikeEventMap, nth = 0): Promise<Readonly<Record<string, unknown>>[]> {
		return this.page.evaluate(
			([wanted, at]) => window.portals[at].told.filter((event) => event.name === wanted).map(({ detail }) => detail),
			[name, nth] as const
		);
	}

	/** Waits until an embed has nothing to do: what was stopped has really stopped. */
	async idle(nth = 0): Promise<void> {
		await expect.poll(() => this.page.evaluate(async (at) => (await window.portals[at].frame.info()).busy, nth)).toBe(false);
	}
}
