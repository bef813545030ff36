import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { bundledPacks, inventedFor } from './fixtures/bundled';
import { expect, test } from './fixtures/portal';
import { HostPage } from './pages/host-page';
import { chromiumArgs } from './support/chromium';
import { collectErrors } from './support/console';

// What a frame keeps, and whom it asks.

const [first] = bundledPacks;
if (!first) throw new Error('The app comes with packs.');

/** A browser whose user has said what sites may keep. */
async function openWith(folder: string, preferences: object): Promise<BrowserContext> {
	await mkdir(join(folder, 'profile/Default'), { recursive: true });
	await writeFile(join(folder, 'profile/Default/Preferences'), JSON.stringify(preferences));
	const executablePath = process.env['CHROME_PATH'];
	return chromium.launchPersistentContext(join(folder, 'profile'), {
		...(executablePath ? { executablePath } : {}),
		args: [...chromiumArgs]
	});
}

/** Has a file scored in the frame and compares. */
async function expectScores(host: HostPage, expected: readonly number[], csv: Buffer): Promise<void> {
	const scores = await host.page.evaluate(
		async (text) => [...((await window.portals[0].frame.scoreFile(new File([text], 'day.csv'))).scores ?? [])],
		csv.toString()
	);
	expect(scores).toHaveLength(expected.length);
	for (const [row, score] of scores.entries()) expect(Math.abs(score - (expected[row] ?? NaN))).toBeLessThanOrEqual(1e-4);
}

const workers = (page: Page): string[] => page.workers().map((worker) => worker.url());

for (const [what, preferences, storage] of [
	['frames of other sites may keep something', { profile: { cookie_controls_mode: 0 } }, 'kept'],
	['third-party cookies are blocked', { profile: { block_third_party_cookies: true, cookie_controls_mode: 1 } }, 'memory'],
	['no site may keep anything', { profile: { default_content_setting_values: { cookies: 2 } } }, 'memory']
] as const) {
	test(`a browser in which ${what}: the frame scores all the same, in workers`, async ({ folder, embedding }) => {
		const { file, probabilities } = await inventedFor(first, 200, folder);
		const context = await openWith(folder, preferences);
		const page = context.pages()[0] ?? (await context.newPage());
		const errors = collectErrors(page);
		const host = new HostPage(page, embedding.site);
		const info = await host.open(embedding.far);
		expect(info).toMatchObject({ storage, storageReason: storage === 'kept' ? null : expect.stringContaining('no database') });
		await expectScores(host, probabilities, file);
		expect(workers(page)).toContainEqual(expect.stringContaining('scoring.worker'));
		await expect(host.stat('Scored')).toHaveText('200');
		await expect(host.seen().locator('summary', { hasText: 'Scores are not kept' })).toHaveCount(storage === 'kept' ? 0 : 1);
		expect(errors).toEqual([]);
		await context.close();
	});
}

test('all the while nobody is asked but the two servers, and nothing of a transaction is in the console', async ({
	network,
	profile,
	folder,
	embedding
}) => {
	const { file, probabilities } = await inventedFor(first, 60, folder);
	const context = await profile.open({ args: network.args });
	const page = context.pages()[0] ?? (await context.newPage());
	const errors = collectErrors(page);
	const said: string[] = [];
	context.on('console', (message) => said.push(message.text()));
	context.on('weberror', (error) => said.push(String(error.error())));
	await context.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => console.error(`policy: ${effectiveDirective}`));
	});
	const host = new HostPage(page, embedding.site);
	await host.open(embedding.near);
	await expectScores(host, probabilities, file);
	const card = '4111111111111111';
	const spoilt = await page.evaluate(
		async (given) => {
			const { frame } = window.portals[0];
			return [
				await window.outcome(frame.score({ Time: '0', Amount: given })),
				await window.outcome(frame.score([{ Time: '0', Amount: given }])),
				await window.outcome(frame.scoreFile(new Blob([`Time,Amount\n0,${given}\n`])))
			];
		},
		`card ${card}`
	);
	expect(spoilt.map(({ code }) => typeof code)).toEqual(Array(3).fill('string'));
	const frame = host.seen();
	await frame.getByText('One transaction').click();
	await frame.getByRole('button', { name: 'Fill an example' }).click();
	await frame.getByRole('button', { name: 'Score', exact: true }).click();
	await expect(frame.getByRole('region', { name: 'Score' })).toBeVisible();
	// What the analyst has scored is told without its values.
	const [own] = (await host.told('decision')).slice(-1);
	expect(Object.keys(own ?? {}).toSorted()).toEqual(['call', 'decision', 'flagged', 'id', 'kind', 'policy', 'score']);

	expect(network.requests.filter((url) => url.startsWith(embedding.site)).length).toBeGreaterThan(10);
	expect(network.leaving(embedding.site).filter((url) => !url.startsWith(`${embedding.near}/`))).toEqual([]);
	// The portal learns of its frame's page by what the SDK says, not by being asked for something.
	expect(new Set(network.leaving(embedding.site))).toEqual(new Set([`${embedding.near}/`, `${embedding.near}/sdk.js`, `${embedding.near}/favicon.ico`]));
	expect(errors).toEqual([]);
	expect(said.filter((text) => text.includes(card) || text.startsWith('policy:'))).toEqual([]);
	await context.close();
});
