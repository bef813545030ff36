import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readIndex } from '../../scripts/cli/pack-folder';
import { choosingMs } from '../choosing-ms';
import { type Browser, openBrowser } from './browser';
import { type AppRun, appReady, scoreInApp } from './operate-app';
import { serveSite } from './site';

/** The app of a production build in a browser of its own, set to a pack. */
export interface App {
	readonly browser: Browser;
	readonly origin: string;
	/** What scores, as the app says it. */
	readonly backend: string;
	/** Scores a file in a page opened for it, as at a user's first run of the day. */
	score(path: string): Promise<AppRun & { readonly output: string }>;
	newPage(path?: string): Promise<Page>;
	/** Stops the server; what the service worker keeps remains. */
	goOffline(): Promise<void>;
	close(): Promise<void>;
}

export interface AppOptions {
	/** A folder with a production build. */
	readonly build: string;
	readonly pack: string;
	readonly args?: readonly string[];
	/** Pins a backend. */
	readonly backend?: string;
}

/** Opens the app once, so that its service worker has it whole and the pack is chosen; later pages find both. */
export async function openApp({ build, pack, args, backend }: AppOptions): Promise<App> {
	const site = await serveSite(build);
	const browser = await openBrowser({ args });
	const query = backend ? `?backend=${backend}` : '';
	const newPage = async (path = '/'): Promise<Page> => {
		const page = await browser.newPage();
		await page.goto(`${site.origin}${path}${query}`);
		await appReady(page);
		return page;
	};
	let served = true;
	const goOffline = async (): Promise<void> => {
		if (served) await site.close();
		served = false;
	};
	const close = async (): Promise<void> => {
		await browser.remove();
		await goOffline();
	};
	try {
		const listed = (await readIndex(join(build, 'model'))).packs.find(({ name }) => name === pack);
		if (!listed) throw new Error(`The build in ${build} has no pack ${pack}.`);
		const page = await newPage('/packs');
		const entry = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: listed.title, exact: true }) });
		const use = entry.getByRole('button', { name: `Use ${listed.title}`, exact: true });
		if ((await use.count()) > 0) await use.click();
		await entry.getByText('In use').waitFor();
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		const shown = await page.getByRole('button', { name: 'Show engine status' }).innerText();
		await page.close();
		return {
			browser,
			origin: site.origin,
			backend: /\b(webgpu|wasm|cpu)\b/.exec(shown)?.[0] ?? 'unknown',
			newPage,
			async score(path) {
				const scoring = await newPage();
				try {
					await scoring.waitForTimeout(choosingMs);
					return await scoreInApp(scoring, path);
				} finally {
					await scoring.close();
				}
			},
			goOffline,
			close
		};
	} catch (error) {
		await close();
		throw error;
	}
}
