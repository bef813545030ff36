import { readdirSync } from 'node:fs';
import { collectErrors } from './support/console';
import { expect, test } from './support/test';

test('the page opens without an error in the console', async ({ page }) => {
	const errors = collectErrors(page);
	const response = await page.goto('/');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
	expect(errors).toEqual([]);
});

test('every script is sent with the policy, workers and the service worker too', async ({ request }) => {
	const built = readdirSync('build', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'));
	expect(built).toContain('service-worker.js');
	for (const path of built) {
		const policy = (await request.get(`/${path.replaceAll('\\', '/')}`)).headers()['content-security-policy'];
		expect(policy, path).toContain("script-src 'self' 'sha256-");
		expect(policy, path).not.toMatch(/'unsafe-eval'|'unsafe-inline'/);
	}
});

test('the policy holds in the page: text is no code, inline scripts do not run', async ({ page }) => {
	await page.goto('/');
	const evaluated = await page.evaluate(() => {
		const script = document.createElement('script');
		script.textContent = 'document.title = "taken over"';
		document.head.append(script);
		return document.title;
	});
	expect(evaluated).not.toBe('taken over');
	// Playwright's own evaluate is exempt; a script element of our origin is not.
	await page.route('**/probe.js', (route) =>
		route.fulfill({ contentType: 'text/javascript', body: 'try { eval("1"); top.evil = 1 } catch { top.safe = 1 }' })
	);
	await page.evaluate(() => {
		const script = document.createElement('script');
		script.src = '/probe.js';
		document.head.append(script);
	});
	await expect.poll(() => page.evaluate(() => 'safe' in globalThis && !('evil' in globalThis))).toBe(true);
});

test('opening the page asks nobody else for anything', async ({ network, profile, origin }) => {
	const context = await profile.open({ args: network.args });
	const page = await context.newPage();
	await page.goto('/');
	await page.waitForLoadState('networkidle');
	expect(network.requests.some((url) => url.startsWith(origin))).toBe(true);
	expect(network.leaving(origin)).toEqual([]);
});
