import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const budgetBytes = 200_000;

test('the first load stays under 200 kB of script', async ({ page }) => {
	const scripts: Promise<number>[] = [];
	page.on('response', (response) => {
		if (response.request().resourceType() !== 'script') return;
		scripts.push(response.body().then((body) => gzipSync(body).byteLength));
	});
	await page.goto('/', { waitUntil: 'load' });
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
	test.info().annotations.push({ type: 'gzip bytes of script', description: String(bytes) });
	expect(bytes).toBeGreaterThan(0);
	expect(bytes).toBeLessThan(budgetBytes);
});
