import { rm } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { type Host, isolating, serveHost, writeEmbeddable } from './support/embeddable';
import { newFolder } from './support/folders';
import { serveSite, type Site } from './support/site';
import { expect, test } from './support/test';

const open: { close(): Promise<void> }[] = [];
const folders: string[] = [];

test.afterEach(async () => {
	for (const each of open.splice(0)) await each.close();
	for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function host(...args: Parameters<typeof serveHost>): Promise<Host> {
	const made = await serveHost(...args);
	open.push(made);
	return made;
}

async function serve(origins: readonly string[], port = 0): Promise<Site> {
	const folder = await newFolder();
	folders.push(folder);
	writeEmbeddable(folder, origins);
	const site = await serveSite(folder, port);
	let stopped: Promise<void> | null = null;
	const stop = (): Promise<void> => (stopped ??= site.stop());
	open.push({ close: stop });
	return { origin: site.origin, stop };
}

const refused = 'chrome-error://chromewebdata/';

/** Frames an address in place of what the page has, and waits for what comes: that address, or Chromium's own error page. */
async function expectFrame(page: Page, address: string, end: string = address): Promise<void> {
	await page.evaluate(
		(src) =>
			new Promise((resolve) => {
				const frame = document.createElement('iframe');
				frame.addEventListener('load', resolve);
				frame.src = src;
				document.body.replaceChildren(frame);
			}),
		address
	);
	await expect.poll(() => page.frames().at(-1)?.url()).toBe(end);
}

test('a host on the list frames the embed, isolated or not, and nothing else', async ({ page }) => {
	const hosts = [await host('localhost'), await host('localhost', isolating)];
	const site = await serve(hosts.map(({ origin }) => origin));
	for (const { origin } of hosts) {
		await page.goto(origin);
		await expectFrame(page, `${site.origin}/embed?theme=dark`);
		await expectFrame(page, `${site.origin}/embed/`, `${site.origin}/embed`);
		for (const path of ['/', '/history', '/model/index.json']) await expectFrame(page, site.origin + path, refused);
		// Its workers may run there: the engine that they are has passed its test.
		await expectFrame(page, `${site.origin}/embed`);
		await expect(page.frameLocator('iframe').getByRole('banner')).toContainText(/\b(webgpu|wasm|cpu)\b/, { timeout: 30_000 });
		// The frame loads itself anew, as it does when somebody presses Reload in it.
		const answer = page.waitForResponse(`${site.origin}/embed`);
		await page.frames().at(-1)?.evaluate(() => location.reload());
		expect((await answer).status()).toBe(200);
	}
});

/** Everything that a page can see of an address of another origin without being let in. Runs in the page. */
async function observe(address: string): Promise<unknown> {
	const reports: string[] = [];
	const observer = new ReportingObserver((list) => reports.push(...list.map(({ type, body }) => JSON.stringify([type, body]))));
	observer.observe();
	const outcome = (element: HTMLElement): Promise<string> =>
		new Promise((resolve) => {
			for (const name of ['load', 'error']) element.addEventListener(name, () => resolve(name));
			document.body.append(element);
		});
	const make = (tag: string, set: object): HTMLElement => Object.assign(document.createElement(tag), set);
	const named = (attempt: Promise<unknown>): Promise<string> =>
		attempt.then(String, (error: unknown) => (error instanceof Error ? error.name : String(error)));
	const before = history.length;
	const frame = document.createElement('iframe');
	frame.src = address;
	const seen: unknown[] = [await outcome(frame), frame.contentWindow?.length, frame.contentDocument, history.length - before];
	for (const [tag, set] of [
		['object', { data: address }],
		['embed', { src: address }],
		['img', { src: address }],
		['script', { src: address }],
		['script', { src: address, type: 'module' }],
		['link', { rel: 'stylesheet', href: address }],
		['link', { rel: 'prefetch', href: address }],
		['link', { rel: 'modulepreload', href: address }],
		...['script', 'image', 'fetch', 'style', 'font'].map((as) => ['link', { rel: 'preload', as, href: address }] as const)
	] as const) {
		seen.push([tag, await outcome(make(tag, set))]);
	}
	for (const init of [{}, { mode: 'no-cors' }, { mode: 'no-cors', redirect: 'manual' }, { method: 'POST' }] as const) {
		seen.push(await named(fetch(address, init)));
	}
	seen.push(await named(import(address)));
	reports.push(...observer.takeRecords().map(({ type, body }) => JSON.stringify([type, body])));
	const entries = performance.getEntriesByName(address) as PerformanceResourceTiming[];
	const kinds = entries.map((e) => [e.initiatorType, e.responseStatus, e.transferSize, e.decodedBodySize, e.nextHopProtocol].join());
	// Which address was asked for, the page knew before.
	const told = reports.join('\n').replaceAll(address, '');
	return { seen, told, kinds: [...new Set(kinds)].sort() };
}

for (const [name, headers] of [
	['a page', {}],
	['an isolated page', isolating]
] as const) {
	test(`${name} that is not on the list cannot tell the embed from a missing page`, async ({ browser }) => {
		const [allowed, stranger] = [await host('localhost'), await host('localhost', headers)];
		const site = await serve([allowed.origin]);
		const seen = new Map<string, unknown>();
		for (const path of ['/missing', '/embed', '/history', '/embed.config.json', '/sdk/shrike-embed.js', '/missing.js']) {
			// A page for each: Chromium reports the same violation of one page once.
			const page = await browser.newPage();
			await page.goto(stranger.origin);
			seen.set(path, await page.evaluate(observe, site.origin + path));
			await expectFrame(page, site.origin + path, refused);
			await page.close();
		}
		const missing = seen.get('/missing');
		expect(JSON.stringify(missing)).toMatch(/TypeError.*(csp-violation|coep)/);
		expect(JSON.stringify(missing)).not.toContain(allowed.origin);
		for (const [path, what] of seen) expect(what, path).toEqual(missing);
	});
}

test('where the app is installed, a host that is struck off is refused at once; without a network the list of then holds', async ({
	context
}) => {
	// Of one site with Shrike, so that Shrike's service worker answers in their frames too.
	const [allowed, other] = [await host('127.0.0.1'), await host('127.0.0.1')];
	const first = await serve([allowed.origin]);
	const app = await context.newPage();
	await app.goto(first.origin);
	await app.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	const [page, stranger] = [await context.newPage(), await context.newPage()];
	await page.goto(allowed.origin);
	await stranger.goto(other.origin);
	const address = `${first.origin}/embed?theme=dark`;
	const answer = page.waitForResponse(address);
	await expectFrame(page, address);
	expect((await answer).fromServiceWorker()).toBe(true);
	await expectFrame(stranger, address, refused);

	await first.stop();
	await expectFrame(page, address);
	await expectFrame(stranger, address, refused);

	await serve([], Number(new URL(first.origin).port));
	await expectFrame(page, address, refused);
});
