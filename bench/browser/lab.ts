import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import type {} from '../pages/main';
import { temporaryFolder } from '../temporary';
import { type Browser, openBrowser } from './browser';
import { serveSite } from './site';

/** The benchmark's own page (bench/pages), built for production, in a browser with a profile on disk. */
export interface Lab {
	readonly browser: Browser;
	newPage(): Promise<Page>;
	close(): Promise<void>;
}

let built: Promise<string> | null = null;

async function buildPages(): Promise<string> {
	const folder = await temporaryFolder('pages');
	await build({
		configFile: false,
		root: 'bench/pages',
		publicDir: false,
		logLevel: 'error',
		worker: { format: 'es' },
		build: { outDir: folder, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 10_000, rolldownOptions: { checks: { pluginTimings: false } } }
	});
	await cp('static/model', join(folder, 'model'), { recursive: true });
	return folder;
}

export async function openLab(args: readonly string[] = []): Promise<Lab> {
	const site = await serveSite(await (built ??= buildPages()));
	const browser = await openBrowser({ args });
	return {
		browser,
		async newPage() {
			const page = await browser.newPage();
			await page.goto(site.origin);
			await page.waitForFunction(() => 'lab' in window);
			return page;
		},
		async close() {
			await browser.remove();
			await site.close();
		}
	};
}
