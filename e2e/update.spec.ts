import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { newFolder } from './support/folders';
import { writeNextVersion } from './support/renamed-build';
import { choose, crash, modelReady, resultShown, scoringWorker, startButton } from './support/scoring';
import { serveSite, type Site } from './support/site';
import { slowDisk } from './support/slow-disk';
import { expect, test } from './support/test';
import { transactions } from './support/transactions';
import { makeVersion } from './support/versions';

let first = '';
let second = '';
let next = '';
let site: Site;

test.beforeEach(async () => {
	first = makeVersion('v1');
	second = makeVersion('v2');
	next = await newFolder();
	site = await serveSite(first);
});

test.afterEach(async () => {
	await site.stop();
	for (const folder of [first, second, next]) rmSync(folder, { recursive: true });
});

/** Replaces what the address serves, as a deployment does. */
async function deploy(folder: string): Promise<void> {
	const port = Number(new URL(site.origin).port);
	await site.stop();
	site = await serveSite(folder, port);
}

/** Opens the app so that its service worker controls the page. */
async function openInstalled(page: Page): Promise<void> {
	await page.goto(site.origin);
	await page.evaluate(async () => {
		await navigator.serviceWorker.register('/service-worker.js');
		await navigator.serviceWorker.ready;
	});
	await page.reload();
	await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
}

/** Asks for a newer version; resolves to how its installation ended. */
function look(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		const found = new Promise<string>((resolve) => {
			registration.addEventListener('updatefound', () => {
				const worker = registration.installing;
				worker?.addEventListener('statechange', () => {
					if (worker.state === 'installed' || worker.state === 'redundant') resolve(worker.state);
				});
			});
		});
		await registration.update();
		return found;
	});
}

/** Which version the page gets a pack from. */
const packOf = (page: Page): Promise<unknown> => page.evaluate(async () => (await fetch('/model/probe.json')).json());

/** Which version a worker that the page starts now gets a pack from. */
function packOfNewWorker(page: Page): Promise<unknown> {
	return page.evaluate(
		() => new Promise((resolve) => (new Worker('/_app/immutable/probe-worker.js').onmessage = ({ data }) => resolve(data)))
	);
}

test('a newer version waits, then only new pages get it; an old one keeps all of its own', async ({ profile }) => {
	const context = await profile.open();
	const asking = await context.newPage();
	const other = await context.newPage();
	await openInstalled(asking);
	await openInstalled(other);
	await deploy(second);

	expect(await look(asking)).toBe('installed');
	expect([await packOf(asking), await packOf(other), await packOfNewWorker(asking)]).toEqual(['v1', 'v1', 'v1']);

	await asking.evaluate(async () => {
		const { waiting } = await navigator.serviceWorker.ready;
		const taken = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
		waiting?.postMessage({ type: 'SKIP_WAITING' });
		await taken;
	});
	await asking.reload();
	expect([await packOf(asking), await packOfNewWorker(asking)]).toEqual(['v2', 'v2']);
	expect([await packOf(other), await packOfNewWorker(other)]).toEqual(['v1', 'v1']);
	const lazy = await other.evaluate(async () => {
		const address = '/_app/immutable/lazy-v1.js';
		const chunk: unknown = (await import(address)).default;
		return chunk;
	});
	expect(lazy).toBe('v1');

	await other.reload();
	expect(await packOf(other)).toBe('v2');
});

test('a deployment in the middle of an install is refused as a whole', async ({ profile }) => {
	const page = await (await profile.open()).newPage();
	await openInstalled(page);
	writeFileSync(join(second, 'model/probe.json'), '"v3"');
	await deploy(second);
	expect(await look(page)).toBe('redundant');
	await page.reload();
	expect(await packOf(page)).toBe('v1');
});

test('after one visit the app opens without a network in a restarted browser, under the same policy', async ({
	network,
	profile
}) => {
	const visit = await profile.open({ args: network.args });
	const page = await visit.newPage();
	const online = await page.goto(site.origin);
	await page.evaluate(async () => {
		await navigator.serviceWorker.register('/service-worker.js');
		await navigator.serviceWorker.ready;
	});
	await visit.close();
	network.unplug();

	const again = await (await profile.open({ args: network.args })).newPage();
	const offline = await again.goto(`${site.origin}/history`);
	expect(offline?.fromServiceWorker()).toBe(true);
	expect(offline?.headers()['content-security-policy']).toBe(online?.headers()['content-security-policy']);
	await expect(again.locator('#app > *').first()).toBeAttached();
	expect([await packOf(again), await packOfNewWorker(again)]).toEqual(['v1', 'v1']);
	const workerPolicy = await again.evaluate(async () =>
		(await fetch('/_app/immutable/probe-worker.js')).headers.get('content-security-policy')
	);
	expect(workerPolicy).toContain("default-src 'none'");
	await expect(again.goto(`${site.origin}/model/none.json`)).rejects.toThrow(/ERR_/);
});

/** The user comes back to the page, which makes it look for a newer version. */
const comeBack = (page: Page): Promise<unknown> =>
	page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

const reloadButton = (page: Page) => page.getByRole('button', { name: 'Reload' });

/** Accepts the offer, which reloads the page. */
async function reload(page: Page): Promise<void> {
	const loaded = page.waitForEvent('load');
	await reloadButton(page).click();
	await loaded;
}

/** The pack that the page's engine has loaded, by its title. */
async function loadedPack(page: Page): Promise<string> {
	await modelReady(page);
	await page.getByRole('button', { name: 'Show engine status' }).click();
	const drawer = page.getByRole('dialog', { name: 'Engine' });
	const title = await drawer.locator('dd').first().innerText();
	await page.keyboard.press('Escape');
	await expect(drawer).toBeHidden();
	return title;
}

test('the page offers a newer version, holds it back during a run, and reloads only when asked', async ({ profile }) => {
	const page = await (await profile.open()).newPage();
	await openInstalled(page);
	await modelReady(page);
	const before = await loadedPack(page);
	await page.evaluate(() => Reflect.set(globalThis, 'sameDocument', true));
	await choose(page, transactions('day.csv', 1000));
	const goOn = await slowDisk(await scoringWorker(page), 0);
	await startButton(page).click();
	writeNextVersion(next, 'The next pack');
	await deploy(next);

	await comeBack(page);
	await expect(page.getByText('A new version is ready.')).toBeVisible();
	await expect(reloadButton(page)).toBeDisabled();
	await expect(reloadButton(page)).toHaveAccessibleDescription(/A run is going on\./);
	await goOn();
	await resultShown(page);
	await expect(reloadButton(page)).toBeEnabled();
	expect(await page.evaluate(() => Reflect.has(globalThis, 'sameDocument'))).toBe(true);
	expect(await loadedPack(page)).toBe(before);

	await reload(page);
	expect(await page.evaluate(() => Reflect.has(globalThis, 'sameDocument'))).toBe(false);
	expect(await loadedPack(page)).toBe('The next pack');
});

test('a tab of the older version starts workers and loads charts and packs of its own until it reloads', async ({
	profile
}) => {
	const context = await profile.open();
	const asking = await context.newPage();
	const other = await context.newPage();
	await openInstalled(asking);
	await openInstalled(other);
	await modelReady(other);
	const before = await loadedPack(other);
	writeNextVersion(next, 'The next pack');
	await deploy(next);
	await comeBack(asking);
	await reload(asking);
	expect(await loadedPack(asking)).toBe('The next pack');

	const crashed = await scoringWorker(other);
	await crash(crashed);
	await expect.poll(() => other.workers().includes(crashed)).toBe(false);
	await other.getByRole('button', { name: 'Try a sample' }).click();
	await startButton(other).click();
	await resultShown(other);
	await expect(other.locator('canvas').first()).toBeVisible();
	expect((await scoringWorker(other)).url()).toBe(crashed.url());
	// Those that it makes in its turn are of the old version, too.
	expect(other.workers().filter((worker) => worker.url().includes('-next'))).toEqual([]);
	const lazy = await other.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
	expect(lazy.filter((name) => name.includes('-next'))).toEqual([]);
	expect(await loadedPack(other)).toBe(before);

	await reload(other);
	expect(await loadedPack(other)).toBe('The next pack');
});
