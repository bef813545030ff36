import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { chromiumArgs } from './chromium';

/** A browser profile on disk: what a person's browser keeps between two starts. */
export interface Profile {
	/** Starts the browser with this profile. Close the context before the next start. */
	open(options?: { readonly args?: readonly string[] }): Promise<BrowserContext>;
	/** Closes the browser if it is open, and deletes the profile. */
	remove(): Promise<void>;
}

/**
 * A new, empty profile. Playwright's ordinary contexts are incognito: they lose everything when they close, and keep
 * IndexedDB in memory, which flatters it.
 */
export async function createProfile(baseURL?: string): Promise<Profile> {
	const folder = await mkdtemp(join(tmpdir(), 'shrike-profile-'));
	const executablePath = process.env['CHROME_PATH'];
	let context: BrowserContext | null = null;
	return {
		async open({ args = [] } = {}) {
			context = await chromium.launchPersistentContext(folder, {
				...(executablePath ? { executablePath } : {}),
				...(baseURL ? { baseURL } : {}),
				args: [...chromiumArgs, ...args]
			});
			return context;
		},
		async remove() {
			await context?.close();
			await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
		}
	};
}
