import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { addressesOf, type BundledPack, bundledPacks, isAlone } from './fixtures/bundled';
import { shrike } from './fixtures/shrike';
import { PackChoice } from './pages/pack-choice';
import { ScorePage } from './pages/score-page';
import { serveSite } from './support/site';
import { expect, test } from './support/test';

const rows = 200;
/** What all packs may cost in the first visit's background download, and in the browser's storage. */
const budget = { packedBytes: 1_500_000, storedBytes: 6_000_000 };

/** Every file of a pack that the service worker keeps, by its address. */
async function keptModelFiles(page: Page): Promise<Map<string, Buffer>> {
	const files = await page.evaluate(async () => {
		const kept: [string, string][] = [];
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) {
				const { pathname } = new URL(request.url);
				const response = await cache.match(request);
				if (!pathname.startsWith('/model/') || !response) continue;
				const bytes = new Uint8Array(await response.arrayBuffer());
				let binary = '';
				for (const byte of bytes) binary += String.fromCharCode(byte);
				kept.push([pathname, btoa(binary)]);
			}
		}
		return kept;
	});
	return new Map(files.map(([path, base64]) => [path, Buffer.from(base64, 'base64')]));
}

const generated = ({ name }: BundledPack): Promise<Buffer> =>
	shrike('generate', name, '--rows', String(rows), '--seed', '29', '--fraud-share', '0.1');

test('every bundled pack is kept by one visit, and scores its kind of file without server and network', async ({ network, profile }) => {
	test.setTimeout(120_000);
	const files = await Promise.all(bundledPacks.map(generated));
	const site = await serveSite('build');
	const visit = await profile.open({ args: network.args });
	const first = await visit.newPage();
	await first.goto(site.origin);
	await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

	const kept = await keptModelFiles(first);
	expect([...kept.keys()].sort()).toEqual(['/model/index.json', ...bundledPacks.flatMap(addressesOf)].sort());
	const sizes = [...kept.values()].map((bytes) => ({ stored: bytes.byteLength, packed: gzipSync(bytes).byteLength }));
	expect(sizes.reduce((sum, { packed }) => sum + packed, 0)).toBeLessThan(budget.packedBytes);
	expect(sizes.reduce((sum, { stored }) => sum + stored, 0)).toBeLessThan(budget.storedBytes);
	await visit.close();
	await site.stop();
	network.unplug();

	const again = await profile.open({ args: network.args });
	await again.setOffline(true);
	const page = await again.newPage();
	const score = new ScorePage(page);
	const choice = new PackChoice(page);
	for (const [index, pack] of bundledPacks.entries()) {
		await test.step(pack.name, async () => {
			await page.goto(site.origin);
			await score.shell.ready();
			await score.drop('day.csv', files[index] ?? '');
			if (isAlone(pack)) await expect(choice.recognised(pack.title)).toBeVisible();
			else if (index > 0) await choice.take(pack.title);
			await expect(choice.select).toHaveValue(pack.sha256);
			await score.run();
			await expect(score.result.stat('Scored')).toHaveText(String(rows));
		});
	}
});
