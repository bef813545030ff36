import { rm } from 'node:fs/promises';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumArgs } from '../../e2e/support/chromium';
import { findChromium } from '../../scripts/setup/chromium.mjs';
import { temporaryFolder } from '../temporary';

/** Chromium with a profile on disk: an ordinary context of Playwright keeps IndexedDB in memory, which flatters it. */
export interface Browser {
	readonly profile: string;
	readonly version: string;
	newPage(): Promise<Page>;
	/** Closes the browser; the profile stays for another start. */
	close(): Promise<void>;
	/** Closes it and deletes the profile. */
	remove(): Promise<void>;
}

/** WebGPU on a machine whose GPU Chromium does not know; where there is none, pages find no adapter. */
export const webGpuArgs: readonly string[] = ['--enable-unsafe-webgpu', '--enable-features=Vulkan,WebGPU', '--ignore-gpu-blocklist'];

export interface BrowserOptions {
	/** A profile of an earlier start; a new one without. */
	readonly profile?: string;
	readonly args?: readonly string[];
}

export async function openBrowser({ profile, args = [] }: BrowserOptions = {}): Promise<Browser> {
	const executablePath = findChromium();
	if (!executablePath) throw new Error('There is no Chromium or Chrome; name one in CHROME_PATH.');
	const folder = profile ?? (await temporaryFolder('profile'));
	const context = await chromium.launchPersistentContext(folder, { executablePath, args: [...chromiumArgs, ...args] });
	await context.addInitScript(keepNamesHelper);
	return {
		profile: folder,
		version: context.browser()?.version() ?? (await versionOf(context)),
		newPage: () => context.newPage(),
		close: () => context.close(),
		async remove() {
			await context.close();
			await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
		}
	};
}

/** tsx wraps named functions in a helper, which functions sent to a page would lack there. */
const keepNamesHelper = 'globalThis.__name ??= (target) => target;';

async function versionOf(context: BrowserContext): Promise<string> {
	const page = await context.newPage();
	const agent = await page.evaluate(() => navigator.userAgent);
	await page.close();
	return /Chrome\/([\d.]+)/.exec(agent)?.[1] ?? 'of unknown version';
}
