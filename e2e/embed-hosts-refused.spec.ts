import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Frame } from '@playwright/test';
import { expect, servePortal, test } from './fixtures/portal';
import { serveHost, type Host } from './support/embeddable';

// Pages that look like one that may embed Shrike, and are not.

/** All that a page can do with a frame: waits until something is loaded in it, and talks to it as a host would. Runs in the page. */
async function knockAt({ address, origin }: { address: string; origin: string }): Promise<unknown[]> {
	const heard: unknown[] = [];
	addEventListener('message', ({ data, source }) => source !== window && heard.push(data));
	const frame = document.createElement('iframe');
	frame.referrerPolicy = 'strict-origin';
	await new Promise((resolve) => {
		frame.addEventListener('load', resolve);
		frame.src = address;
		document.body.append(frame);
	});
	for (const target of ['*', origin]) {
		frame.contentWindow?.postMessage({ shrike: 'knock', protocol: 1 }, target);
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = ({ data }) => heard.push(data);
		frame.contentWindow?.postMessage({ shrike: 'welcome', protocol: 1, nonce: crypto.randomUUID?.() ?? '' }, target, [port2]);
	}
	Reflect.set(window, 'heard', heard);
	return heard;
}

const error = 'chrome-error://chromewebdata/';

/** Lets a page embed an address and expects that it ends in Chromium's error page and says nothing. */
async function expectRefused(stranger: Frame, site: string): Promise<void> {
	const address = `${site}/embed`;
	expect(await stranger.evaluate(knockAt, { address, origin: site })).toEqual([]);
	await expect.poll(() => stranger.childFrames().at(-1)?.url()).toBe(error);
	expect(await stranger.evaluate('heard')).toEqual([]);
}

// Everything ends on this machine; `localhost.` and names below it do so by themselves.
test.use({
	launchOptions: async ({ launchOptions }, use) =>
		use({ ...launchOptions, args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP *.example 127.0.0.1,MAP *.evil 127.0.0.1'] })
});

test('names, ports and schemes that resemble an allowed one are refused', async ({ page, embedding }) => {
	const { port } = new URL(embedding.far);
	const other = await servePortal('localhost');
	// The control: this very address with this very test is let in.
	await page.goto(embedding.far);
	await page.evaluate(knockAt, { address: `${embedding.site}/embed`, origin: embedding.site });
	await expect.poll(() => page.evaluate('heard')).toMatchObject([{ shrike: 'hello' }]);
	for (const stranger of [
		other.origin,
		`http://127.0.0.1:${port}`,
		`http://localhost.:${port}`,
		`http://portal.localhost:${port}`,
		`http://localhost.evil:${port}`,
		`http://good.example.evil:${port}`,
		`http://localhost-${port}.example:${port}`
	]) {
		await test.step(stranger, async () => {
			await page.goto(stranger);
			await expectRefused(page.mainFrame(), embedding.site);
		});
	}
	await other.close();
});

test('connect tells a refused host no more than where no Shrike is', async ({ page, embedding }) => {
	const stranger = await servePortal('localhost');
	await page.goto(stranger.origin);
	const outcomes = await page.evaluate(async (site) => {
		const all = [];
		for (const address of [`${site}/embed`, `${site}/missing`, 'http://127.0.0.1:9/embed']) {
			const iframe = document.createElement('iframe');
			await new Promise((resolve) => {
				iframe.addEventListener('load', resolve, { once: true });
				iframe.src = address;
				document.body.append(iframe);
			});
			const { origin } = new URL(address);
			all.push(await window.sdk.connect(iframe, { origin, timeoutMs: 500 }).catch(({ code, message, detail }) => ({ code, message, detail })));
			iframe.remove();
		}
		return all;
	}, embedding.site);
	expect(outcomes[0]).toMatchObject({ code: 'embed.no-answer' });
	expect(outcomes[1]).toEqual(outcomes[0]);
	expect(outcomes[2]).toEqual(outcomes[0]);
	await stranger.close();
});

test('pages without an origin are refused, also in an allowed page, and so is a stranger in between', async ({ page, embedding, folder }) => {
	const body = '<!doctype html><title>Stranger</title><body></body>';
	const file = join(folder, 'portal.html');
	await writeFile(file, body);
	await page.goto(pathToFileURL(file).href);
	await expectRefused(page.mainFrame(), embedding.site);

	const stranger = await serveHost('localhost');
	for (const [set, value] of [
		['srcdoc', body],
		['src', `data:text/html,${encodeURIComponent(body)}`],
		['src', stranger.origin]
	] as const) {
		await page.goto(embedding.far);
		await page.evaluate(
			([name, given]) =>
				new Promise((resolve) => {
					const frame = document.createElement('iframe');
					frame.sandbox.add('allow-scripts');
					if (!given.startsWith('<')) frame.removeAttribute('sandbox');
					frame.addEventListener('load', resolve);
					frame.setAttribute(name, given);
					document.body.append(frame);
				}),
			[set, value] as const
		);
		const [between] = page.mainFrame().childFrames();
		if (!between) throw new Error('The page has no frame.');
		await test.step(value, () => expectRefused(between, embedding.site));
	}
	await stranger.close();
});

/** The built app as a host of static files serves it: with none of our headers. */
function serveBare(folder: string): Promise<Host> {
	return serveHost('127.0.0.1', {}, { page: readFileSync(join(folder, 'embed.html'), 'utf8'), folder });
}

test('where the headers are missing the page itself says nothing to strangers', async ({ page, embedding }) => {
	const bare = await serveBare(embedding.folder);
	const stranger = await servePortal('localhost');
	await page.goto(embedding.far);
	await page.evaluate(knockAt, { address: `${bare.origin}/embed`, origin: bare.origin });
	await expect.poll(() => page.evaluate('heard')).toMatchObject([{ shrike: 'hello' }]);

	const port = new URL(embedding.far).port;
	for (const origin of [stranger.origin, `http://127.0.0.1:${port}`, `http://portal.localhost:${port}`]) {
		await page.goto(origin);
		await page.evaluate(knockAt, { address: `${bare.origin}/embed`, origin: bare.origin });
		// All that it draws, it has drawn; now it is asked again.
		const inside = page.frameLocator('iframe');
		await expect(inside.getByRole('link')).toHaveText('Open it in a tab of its own');
		await expect(inside.getByRole('button')).toHaveCount(0);
		await page.evaluate(() => {
			const { contentWindow } = document.querySelector('iframe') ?? {};
			contentWindow?.postMessage({ shrike: 'knock', protocol: 1 }, '*');
		});
		await expect(inside.getByRole('link')).toBeVisible();
		expect(await page.evaluate('heard')).toEqual([]);
	}
	await stranger.close();
	await bare.close();
});
