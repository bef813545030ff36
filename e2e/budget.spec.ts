import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const budgetBytes = 200_000;

/** Addresses of the scripts that the page asked for before it first painted something that a person can read. */
function scriptsBeforeFirstPaint(): Promise<string[]> {
	return new Promise((resolve) => {
		const observer = new PerformanceObserver((list) => {
			const paint = list.getEntriesByName('first-contentful-paint')[0];
			if (!paint) return;
			observer.disconnect();
			const before = performance.getEntriesByType('resource').filter((entry) => entry.startTime < paint.startTime);
			resolve(before.map((entry) => entry.name).filter((name) => new URL(name).pathname.endsWith('.js')));
		});
		observer.observe({ type: 'paint', buffered: true });
	});
}

test('the first load stays under 200 kB of script', async ({ page, request }) => {
	await page.goto('/');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	const scripts = await page.evaluate(scriptsBeforeFirstPaint);
	const sizes = await Promise.all(
		scripts.map(async (address) => ({ address, bytes: gzipSync(await (await request.get(address)).body()).byteLength }))
	);
	const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
	const list = sizes.map((size) => `${size.bytes} ${new URL(size.address).pathname}`).join('\n');
	expect(scripts.length).toBeGreaterThan(0);
	expect(bytes, `gzip bytes by script:\n${list}`).toBeLessThan(budgetBytes);
});
