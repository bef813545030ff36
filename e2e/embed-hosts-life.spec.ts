import type { Page } from '@playwright/test';
import { generated } from './fixtures/generated';
import { expect, test } from './fixtures/portal';

// What happens to a batch when something comes in between. No promise is left open, and the next call works.

const csv = async (): Promise<string> => (await generated({ rows: 2000, seed: 7 })).toString();
const small = async (): Promise<string> => (await generated({ rows: 30, seed: 4 })).toString();

/** Scores a small file, as a portal does that goes on. */
async function expectWorks(page: Page): Promise<void> {
	const rows = await page.evaluate(async (text) => (await window.portals[0].frame.scoreFile(new Blob([text]))).rows, await small());
	expect(rows).toBe(30);
}

for (const [how, reload] of [
	['itself', (iframe: HTMLIFrameElement) => void iframe.contentWindow?.location.reload()],
	['the host', (iframe: HTMLIFrameElement) => void (iframe.src = String(iframe.src))]
] as const) {
	test(`a frame that ${how} loads anew in the middle of a file rejects the call and is ready again`, async ({ host, page, embedding }) => {
		await host.open(embedding.near);
		await host.startLong(await csv());
		const again = page.evaluate(() => window.portals[0].next('ready'));
		if (how === 'itself') await (await host.inside()).evaluate(() => location.reload());
		else await page.locator('iframe').evaluate(reload);
		expect(await host.ended()).toMatchObject({ code: 'embed.reloaded', name: 'ShrikeEmbedError' });
		expect(await again).toMatchObject({ protocol: 1 });
		await expectWorks(page);
	});
}

test('a frame that is taken out of the page rejects the call as lost, and every later one', async ({ host, page, embedding }) => {
	await host.open(embedding.near);
	await host.startLong(await csv());
	await page.locator('iframe').evaluate((iframe) => iframe.remove());
	expect(await host.ended()).toMatchObject({ code: 'embed.lost' });
	expect(await page.evaluate(() => window.outcome(window.portals[0].frame.info()))).toMatchObject({ code: 'embed.lost' });
	expect(await host.told('error')).toEqual([{ code: 'embed.lost', message: expect.any(String) }]);
	expect(page.workers()).toEqual([]);
});

test('a frame that is led to another page rejects the call as lost; led back, it is taken up again', async ({ host, page, embedding }) => {
	test.slow();
	await host.open(embedding.near);
	await host.startLong(await csv());
	await page.locator('iframe').evaluate((iframe, elsewhere) => iframe.setAttribute('src', elsewhere), `${embedding.far}/elsewhere`);
	expect(await host.ended()).toMatchObject({ code: 'embed.lost' });
	const again = page.evaluate(() => window.portals[0].next('ready'));
	await page.locator('iframe').evaluate((iframe, address) => iframe.setAttribute('src', address), `${embedding.site}/embed`);
	await again;
	await expectWorks(page);
});

test('a host that goes elsewhere in the middle of a file takes the run along, and finds everything in order when it is back', async ({
	host,
	page,
	embedding
}) => {
	await host.open(embedding.near);
	await host.startLong(await csv());
	await page.goto(`${embedding.near}/elsewhere`);
	expect(page.workers()).toEqual([]);
	await page.goto(embedding.near);
	expect((await host.add()).busy).toBe(false);
	await expectWorks(page);
});

test('an aborted call rejects at once with the signal’s reason, and the frame stops', async ({ host, page, embedding }) => {
	await host.open(embedding.near);
	const text = await csv();
	const outcomes = await page.evaluate(async (rows) => {
		const { frame, underWay } = window.portals[0];
		const end = rows.indexOf('\n') + 1;
		const long = (): File => new File([rows.slice(0, end), ...Array<string>(160).fill(rows.slice(end))], 'long.csv');
		const [first, waiting] = [new AbortController(), new AbortController()];
		const begun = underWay();
		const running = window.outcome(frame.scoreFile(long(), { signal: first.signal }));
		const queued = window.outcome(frame.scoreFile(long(), { signal: waiting.signal }));
		const last = frame.scoreFile(new File([rows], 'day.csv'));
		await begun;
		const before = await frame.info();
		waiting.abort();
		first.abort();
		const rejected = [await running, await queued, await window.outcome(frame.scoreFile(long(), { signal: first.signal }))];
		return { before: before.busy, rejected, rows: (await last).rows };
	}, text);
	expect(outcomes.before).toBe(true);
	expect(outcomes.rejected.map(({ name }) => name)).toEqual(['AbortError', 'AbortError', 'AbortError']);
	expect(outcomes.rows).toBe(2000);
	await host.idle();
	// One file was finished: the two that were given up were not.
	expect((await host.told('scored')).map(({ rows }) => rows)).toEqual([2000]);
	await expect(host.seen().getByRole('heading', { name: 'day.csv' })).toBeVisible();
});

test('cancel and close give up what is open', async ({ host, page, embedding }) => {
	await host.open(embedding.near);
	await host.startLong(await csv());
	expect(await page.evaluate(() => window.portals[0].frame.cancel())).toEqual({ cancelled: 1 });
	expect(await host.ended()).toMatchObject({ code: 'engine.cancelled' });
	await host.idle();
	await host.startLong(await csv());
	await page.evaluate(() => window.portals[0].frame.close());
	expect(await host.ended()).toMatchObject({ code: 'embed.closed' });
	expect(await page.evaluate(() => window.outcome(window.portals[0].frame.info()))).toMatchObject({ code: 'embed.closed' });
	await expect(host.seen().getByRole('banner')).not.toContainText(embedding.near);
	// Another part of the page takes the same frame over.
	const rows = await page.evaluate(
		async ({ site, text }) => {
			const frame = await window.sdk.connect(window.portals[0].iframe, { origin: site });
			return (await frame.scoreFile(new Blob([text]))).rows;
		},
		{ site: embedding.site, text: await small() }
	);
	expect(rows).toBe(30);
});

test('the analyst cancels the host’s file', async ({ host, page, embedding }) => {
	await host.open(embedding.near);
	await host.startLong(await csv());
	await host.seen().getByRole('button', { name: 'Cancel' }).click();
	expect(await host.ended()).toMatchObject({ code: 'engine.cancelled', name: 'ShrikeEmbedError' });
	await expect(host.seen().getByText('Cancelled', { exact: true })).toBeVisible();
	await host.idle();
	await expectWorks(page);
});
