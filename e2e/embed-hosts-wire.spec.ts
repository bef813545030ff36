import fc from 'fast-check';
import { expect, test } from './fixtures/portal';
import { collectErrors } from './support/console';
import { connectByHand, type Said } from './support/raw-host';

// Hosts that are allowed and send what no SDK would.

/** In every text of a message, so that an echo would show. */
const canary = 'canary-5b1d';

const text = fc.string({ maxLength: 8 }).map((some) => canary + some);
const value = fc.oneof(fc.constantFrom(null, undefined, true, NaN, -1, 2.5, 1e300, 2n ** 70n), text, fc.array(text, { maxLength: 3 }));
const anything = fc.oneof(value, fc.dictionary(text, value, { maxKeys: 3 }), fc.array(fc.dictionary(text, value, { maxKeys: 2 }), { maxLength: 2 }));
const method = fc.constantFrom('info', 'score', 'scoreFile', 'cancel', 'setPolicy', 'setTheme', 'ping', `${canary}-method`, '__proto__');
const params = fc.oneof(
	anything,
	fc.record({ transaction: anything }),
	fc.record({ transactions: anything }),
	fc.record({ columns: anything }),
	fc.record({ file: anything, name: value }),
	fc.record({ review: value, decline: value }),
	fc.record({ theme: value })
);
/** What is a request on the outside; ids are given when they are sent. */
const calls = fc.record({ method, params: params.map((given) => ({ [`${canary}-more`]: 1, ...(typeof given === 'object' ? given : { given }) })) });

/** What only a page can make, by name. Runs in the page. */
function exotic(mark: string): Record<string, unknown> {
	const cyclic: Record<string, unknown> = { jsonrpc: '2.0', method: mark };
	cyclic['self'] = cyclic;
	const call = (name: string, given: unknown): unknown => ({ jsonrpc: '2.0', id: 0, method: name, params: given });
	return {
		cyclic,
		map: new Map([['jsonrpc', '2.0']]),
		set: new Set([mark]),
		blob: new Blob([mark]),
		pattern: new RegExp(mark),
		error: new Error(mark),
		buffer: new ArrayBuffer(1 << 20),
		batch: [{ jsonrpc: '2.0', id: 0, method: 'ping' }],
		hole: new Array(4_294_967_295),
		'params as a map': call('info', new Map()),
		'params as a list': call('ping', [mark]),
		'a long method': call(mark.repeat(1000), {}),
		'many parameters': call('info', Object.fromEntries(Array.from({ length: 501 }, (_, i) => [mark + i, i]))),
		'many transactions': call('score', { transactions: Array(10_001).fill({ V1: mark }) }),
		'holes for transactions': call('score', { transactions: new Array(4_294_967_295) }),
		'many fields': call('score', { transaction: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [mark + i, i])) }),
		'a long text': call('score', { transaction: { V1: mark.repeat(1000) } }),
		'a long column': call('score', { columns: { V1: new Uint8Array(5_000_001) } }),
		'a long column of holes': call('score', { columns: { V1: new Array(4_294_967_295) } }),
		'uneven columns': call('score', { columns: { V1: new Float64Array(2), V2: new Float64Array(3) } }),
		'no rows': call('score', { columns: { V1: new Float64Array(0) } }),
		'big integers': call('score', { columns: { V1: new BigInt64Array(2) } }),
		'not a file': call('scoreFile', { file: mark, name: mark }),
		'a nameless file': call('scoreFile', { file: new Blob([mark]), name: '' })
	};
}

test('whatever comes over the port is refused once, and nothing of it comes back', async ({ page, embedding }) => {
	const errors = collectErrors(page);
	await page.goto(embedding.near);
	await connectByHand(page, embedding.site);
	const shapes = fc.sample(anything, { seed: 5, numRuns: 25 });
	const requests = fc.sample(calls, { seed: 6, numRuns: 35 });
	const answers = await page.evaluate(
		async ({ shapes: odd, requests: asked, mark, make }) => {
			const { port, said } = window.raw;
			const special = Object.values((0, eval)(`(${make})`)(mark)) as Record<string, unknown>[];
			const whole = [...asked.map((request) => ({ jsonrpc: '2.0', ...request })), ...special.filter(({ id }) => id === 0)];
			const broken = [...odd, ...special.filter(({ id }) => id !== 0)];
			const from = said.length;
			const unread: number[] = [];
			for (const [i, shape] of broken.entries()) {
				const before = said.length;
				port.postMessage(shape);
				await window.ping(1000 + i);
				unread.push(said.length - before);
			}
			for (const [i, request] of whole.entries()) port.postMessage({ ...request, id: i });
			for (const i of whole.keys()) await window.heard(({ id, error, result }) => id === i && Boolean(error ?? result));
			await window.ping(2000);
			return { unread, whole: whole.length, said: said.slice(from) };
		},
		{ shapes, requests, mark: canary, make: exotic.toString() }
	);
	// One answer to what has no id, and one to the ping after it.
	expect(new Set(answers.unread)).toEqual(new Set([2]));
	const nameless = answers.said.filter(({ id, method: event }) => id === null && event === undefined);
	expect(nameless.map(({ error }) => error?.code)).toEqual(Array(answers.unread.length).fill(-32600));
	for (let request = 0; request < answers.whole; request++) {
		const given = answers.said.filter(({ id }) => id === request);
		expect(given, `request ${request}`).toHaveLength(1);
		expect([-32600, -32601, -32602, -32001], JSON.stringify(given)).toContain(given[0]?.error?.code);
	}
	expect(JSON.stringify(answers.said)).not.toContain(canary);
	// The frame is as it was.
	await page.frameLocator('iframe').getByText('One transaction').click();
	await expect(page.frameLocator('iframe').getByRole('button', { name: 'Fill an example' })).toBeVisible();
	expect(errors).toEqual([]);
});

test('a flood is answered as one, ends the connection, and leaves the frame to its analyst', async ({ page, embedding }) => {
	await page.goto(embedding.far);
	await connectByHand(page, embedding.site);
	const flood = await page.evaluate(async () => {
		const { port, said } = window.raw;
		const from = said.length;
		for (let id = 1; id <= 20_000; id++) port.postMessage({ jsonrpc: '2.0', id, method: 'ping', params: {} });
		await window.heard(({ method, params }) => method === 'error' && params?.['code'] === 'embed.too-fast');
		return said.slice(from);
	});
	const codes = flood.map(({ error, result }) => error?.data.code ?? (result ? 'ok' : 'event'));
	const refused = codes.filter((code) => code === 'embed.too-fast').length;
	const answered = codes.filter((code) => code === 'ok').length;
	expect(answered).toBeGreaterThan(100);
	expect(answered).toBeLessThan(4000);
	expect(refused).toBeGreaterThan(2000);
	expect(codes.slice(-1)).toEqual(['event']);
	// In their order, each once, and none after the last word.
	expect(flood.slice(0, -1).map(({ id }) => id)).toEqual(Array.from({ length: answered + refused }, (_, i) => i + 1));

	const frame = page.frameLocator('iframe');
	await frame.getByText('One transaction').click();
	await frame.getByRole('button', { name: 'Fill an example' }).click();
	await frame.getByRole('button', { name: 'Score', exact: true }).click();
	await expect(frame.getByRole('region', { name: 'Score' })).toBeVisible();
	// All that was posted has been dropped by now, and nobody is greeted.
	const before = await page.evaluate((site) => {
		const { port, said, iframe } = window.raw;
		addEventListener('message', () => (document.title = 'Greeted'));
		port.postMessage({ jsonrpc: '2.0', id: 30_000, method: 'ping' });
		iframe.contentWindow?.postMessage({ shrike: 'knock', protocol: 1 }, site);
		return said.length;
	}, embedding.site);
	await frame.getByRole('button', { name: 'Fill an example' }).click();
	expect(await page.evaluate(() => window.raw.said.length)).toBe(before);
	await expect(page).toHaveTitle('Portal');

	// Loaded anew it is a frame like any other.
	await connectByHand(page, embedding.site);
	const info = await page.evaluate(async () => {
		window.raw.port.postMessage({ jsonrpc: '2.0', id: 1, method: 'info' });
		await window.heard(({ id }) => id === 1);
		return window.raw.said.find(({ id }) => id === 1);
	});
	expect(info).toMatchObject({ result: { protocol: 1 } } satisfies Said);
});

test('more calls than may be open, and an id twice, are refused; the others are answered', async ({ page, embedding }) => {
	await page.goto(embedding.near);
	await connectByHand(page, embedding.site);
	const answers = await page.evaluate(async () => {
		const { port, said } = window.raw;
		const file = new Blob(['Time,V1\n0,1\n']);
		const post = (id: number): void => port.postMessage({ jsonrpc: '2.0', id, method: 'scoreFile', params: { file, name: 'x.csv' } });
		for (let id = 1; id <= 18; id++) post(id);
		post(3);
		for (let id = 1; id <= 18; id++) await window.heard((one) => one.id === id);
		await window.ping(100);
		return said.filter(({ error }) => error).map(({ id, error }) => [id, error?.data.code]);
	});
	const early = answers.slice(0, 3);
	expect(early).toEqual([
		[17, 'embed.too-many-calls'],
		[18, 'embed.too-many-calls'],
		[3, 'embed.duplicate-id']
	]);
	expect(answers.slice(3)).toEqual(Array.from({ length: 16 }, (_, i) => [i + 1, 'file.missing-columns']));
});
