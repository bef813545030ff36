import { rm } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { serveFiles } from './support/elsewhere';
import { newFolder } from './support/folders';
import { filesOf, ownProbability, packOwnModel, zipOf } from './support/own-model';
import { download, figure, goTo, modelReady, score } from './support/scoring';
import { countIn } from './support/stored-log';
import { expect, test } from './support/test';
import { probabilities } from './support/transactions';

test.describe.configure({ mode: 'serial' });

/** The pack that is in use at first. */
const bundled = 'European card transactions (ULB)';

let folder = '';
let pack = '';

test.beforeAll(async () => {
	folder = await newFolder();
	pack = await packOwnModel(folder);
});

test.afterAll(() => rm(folder, { recursive: true }));

const listed = (page: Page, title: string): Locator =>
	page.getByRole('list', { name: 'Model packs' }).getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

const folderInput = (page: Page): Locator => page.locator('input[type=file][webkitdirectory]');
const filesInput = (page: Page): Locator => page.locator('main input[type=file]:not([webkitdirectory])');

async function openPacks(page: Page): Promise<void> {
	await page.goto('/packs');
	await modelReady(page);
	await expect(listed(page, bundled)).toContainText('In use');
}

async function removeOwn(page: Page): Promise<void> {
	await page.getByRole('button', { name: `Use ${bundled}`, exact: true }).click();
	await expect(listed(page, bundled)).toContainText('In use');
	await page.getByRole('button', { name: 'Remove My cards' }).click();
	await expect(listed(page, 'My cards')).toHaveCount(0);
}

test('a model of one’s own is installed from its folder, scores, outlives a reload, and can be removed', async ({ page }) => {
	await openPacks(page);
	await folderInput(page).setInputFiles(pack);
	await expect(listed(page, 'My cards')).toContainText('In use');
	await expect(listed(page, 'My cards')).toContainText('installed here');
	await expect(listed(page, bundled)).not.toContainText('In use');

	await page.reload();
	await expect(listed(page, 'My cards')).toContainText('In use');
	await goTo(page, 'Score');
	const rows = [[3600, 900], [43_200, 20], [100_000, 4000], [7200, 1]] as const;
	const text = `Seconds,Amount\n${rows.map((row) => row.join()).join('\n')}\n`;
	await score(page, { name: 'own.csv', text });
	await expect(page.getByText(/^My cards 1\.0\.0 · on/)).toBeVisible();
	await expect(figure(page, 'Scored')).toHaveText('4');
	const scored = probabilities(await download(page));
	rows.forEach(([seconds, amount], i) => expect(scored[i]).toBeCloseTo(ownProbability(seconds, amount), 4));

	await goTo(page, 'Packs');
	await expect(page.getByRole('button', { name: 'Remove My cards' })).toBeDisabled();
	await removeOwn(page);
	await page.reload();
	await expect(listed(page, bundled)).toContainText('In use');
	await expect(listed(page, 'My cards')).toHaveCount(0);
	expect(await countIn(page, 'packs')).toBe(0);
});

test('a pack is installed from its files, from a .zip of its folder, and from an address', async ({ page }) => {
	const files = await filesOf(pack);
	await openPacks(page);
	const payloads = [...files].map(([name, buffer]) => ({ name, mimeType: 'application/octet-stream', buffer }));
	await filesInput(page).setInputFiles(payloads);
	await expect(listed(page, 'My cards')).toContainText('In use');
	await removeOwn(page);

	await filesInput(page).setInputFiles({ name: 'my-cards.zip', mimeType: 'application/zip', buffer: zipOf(files, 'my-cards') });
	await expect(listed(page, 'My cards')).toContainText('In use');
	await removeOwn(page);

	const elsewhere = await serveFiles(files);
	await page.getByLabel('Address of a pack').fill(elsewhere.address);
	await page.getByRole('button', { name: 'Install from address' }).click();
	await expect(listed(page, 'My cards')).toContainText('In use');
	await elsewhere.close();
	await page.reload();
	await modelReady(page);
	await expect(listed(page, 'My cards')).toContainText('In use');
});

test('a pack that is broken is refused with its code, and nothing is installed', async ({ page }) => {
	const files = await filesOf(pack);
	await openPacks(page);
	const refused = async (changed: ReadonlyMap<string, Buffer>, code: string): Promise<void> => {
		await filesInput(page).setInputFiles({ name: 'p.zip', mimeType: 'application/zip', buffer: zipOf(changed, 'p') });
		await expect(page.getByRole('alert').filter({ hasText: code })).toBeVisible();
		expect(await countIn(page, 'packs')).toBe(0);
		await expect(listed(page, bundled)).toContainText('In use');
	};
	const [weightFile] = [...files.keys()].filter((name) => name.endsWith('.bin'));
	const bytes = Buffer.from(files.get(weightFile ?? '') ?? []);
	bytes[0] = (bytes[0] ?? 0) ^ 1;
	await refused(new Map(files).set(weightFile ?? '', bytes), 'pack.digest-mismatch');
	await refused(new Map([...files].filter(([name]) => name !== 'golden.json')), 'pack.invalid');
	await refused(new Map([...files].filter(([name]) => name !== 'manifest.json')), 'pack.not-found');
	await refused(new Map(files).set('manifest.json', Buffer.from('{"format":"shrike-pack","formatVersion":9}')), 'pack.unsupported-format');
	await filesInput(page).setInputFiles({ name: 'p.zip', mimeType: 'application/zip', buffer: Buffer.from('PK no zip') });
	await expect(page.getByRole('alert').filter({ hasText: 'pack.invalid' })).toContainText('cannot be unpacked');
	const elsewhere = await serveFiles(new Map());
	await page.getByLabel('Address of a pack').fill(elsewhere.address);
	await page.getByRole('button', { name: 'Install from address' }).click();
	await expect(page.getByRole('alert').filter({ hasText: 'url.status' })).toContainText('404');
	await elsewhere.close();
	expect(await countIn(page, 'packs')).toBe(0);
});
