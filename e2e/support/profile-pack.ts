import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Locator, type Page } from '@playwright/test';
import { modelReady } from './scoring';
import type { TableFile } from './transactions';

/** A pack called “Profiles”, with texts, dates and profiles of cards and merchants, and files that follow one another. */
export interface ProfileFiles {
	readonly pack: string;
	readonly earlier: TableFile;
	readonly later: TableFile;
	/** Both, one after the other. */
	readonly both: TableFile;
}

/** Makes them in a folder. They are our tests' fixture, made by a program of its own: these tests know no sources. */
export async function makeProfileFiles(folder: string): Promise<ProfileFiles> {
	const args = ['--import', 'tsx', 'tests/fixtures/write-profile-pack.ts', folder];
	await promisify(execFile)(process.execPath, args, { env: { ...process.env, TSX_TSCONFIG_PATH: 'scripts/tsconfig.json' } });
	const table = async (name: string): Promise<TableFile> => ({ name, text: await readFile(join(folder, name), 'utf8') });
	const [earlier, later, both] = await Promise.all([table('earlier.csv'), table('later.csv'), table('both.csv')]);
	return { pack: join(folder, 'pack'), earlier, later, both };
}

/** The entry of a pack in the list of packs. */
export const listed = (page: Page, title: string): Locator =>
	page.getByRole('list', { name: 'Model packs' }).getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

/** Installs a pack from its folder; it is in use then. */
export async function install(page: Page, folder: string, title: string): Promise<void> {
	await page.goto('/packs');
	await modelReady(page);
	await page.locator('input[type=file][webkitdirectory]').setInputFiles(folder);
	await expect(listed(page, title)).toContainText('In use');
}

/** Uses a pack that is listed. */
export async function use(page: Page, title: string): Promise<void> {
	await page.getByRole('button', { name: `Use ${title}`, exact: true }).click();
	await expect(listed(page, title)).toContainText('In use');
	await modelReady(page);
}
