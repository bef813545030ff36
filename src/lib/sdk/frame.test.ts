import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../core/embed/limits';
import { methods } from '../core/embed/wire';
import { FakeIframe, type FakePage, frameOrigin, someInfo } from '../../../tests/support/fake-frame';
import { open } from './connect';
import type { Frame } from './frame';

let iframe: FakeIframe;
let page: FakePage;
let frame: Frame;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
	iframe = new FakeIframe();
	frame = open(iframe, { origin: frameOrigin });
	page = iframe.load();
	page.arrive();
	await frame.connected;
});
afterEach(() => {
	frame.close();
	page.leave();
	vi.useRealTimers();
});

const policy = { kind: 'threshold', review: 0.5 };
const single = { kind: 'single', id: 'p', score: 0.25, policy };
/** Resolves with the detail of the next event of a name. */
const next = (name: string) =>
	new Promise<unknown>((resolve) =>
		frame.addEventListener(name, (event) => resolve(event instanceof CustomEvent ? event.detail : null), { once: true })
	);

describe('a call', () => {
	it('is answered', async () => {
		const answer = frame.score({ Amount: 12 });
		const asked = await page.request('score');
		expect(methods.score.parse(asked.params)).toEqual({ transaction: { Amount: 12 } });
		page.answer(asked.id, single);
		expect(await answer).toEqual(single);
	});

	it('takes transactions, and columns by their buffers', async () => {
		frame.score([{ Amount: 1 }, { Amount: 2 }]).catch(() => undefined);
		expect((await page.request('score')).params).toEqual({ transactions: [{ Amount: 1 }, { Amount: 2 }] });
		page.asked.length = 0;
		const amount = new Float64Array([1, 2]);
		frame.score({ columns: { amount, columns: ['a', 'b'] } }).catch(() => undefined);
		expect(amount).toHaveLength(0);
		const { params } = await page.request('score');
		expect(methods.score.parse(params)).toEqual({ columns: { amount: new Float64Array([1, 2]), columns: ['a', 'b'] } });
	});

	it('takes a file with its name, and what the answer is to hold', async () => {
		frame.scoreFile(new File(['a'], 'day.csv'), { scoredFile: false }).catch(() => undefined);
		const named = methods.scoreFile.parse((await page.request('scoreFile')).params);
		expect(named).toMatchObject({ name: 'day.csv', scores: true, scoredFile: false });
		page.asked.length = 0;
		frame.scoreFile(new Blob(['a'])).catch(() => undefined);
		expect(methods.scoreFile.parse((await page.request('scoreFile')).params).name).toBe('transactions.csv');
	});

	it.each([
		['setPolicy', (f: Frame) => f.setPolicy({ review: 0.2, decline: 0.7 }), { review: 0.2, decline: 0.7 }],
		['setPolicy', (f: Frame) => f.setPolicy({ review: 0.2 }), { review: 0.2 }],
		['setTheme', (f: Frame) => f.setTheme('dark'), { theme: 'dark' }],
		['info', (f: Frame) => f.info(), {}],
		['cancel', (f: Frame) => f.cancel(), {}]
	] as const)('%s says what the wire’s schema takes', async (method, call, params) => {
		call(frame).catch(() => undefined);
		expect(methods[method].parse((await page.request(method)).params)).toEqual(params);
	});

	it('rejects with the frame’s own code', async () => {
		const answer = frame.scoreFile(new Blob());
		page.refuse((await page.request('scoreFile')).id, 'file.empty', { bytes: 0 });
		await expect(answer).rejects.toMatchObject({ name: 'ShrikeEmbedError', code: 'file.empty', detail: { bytes: 0 } });
	});

	it('rejects an answer that is none', async () => {
		const answer = frame.score({ Amount: 12 });
		page.answer((await page.request('score')).id, { fine: true });
		await expect(answer).rejects.toMatchObject({ code: 'embed.malformed' });
	});

	it('survives junk and answers to nobody', async () => {
		const answer = frame.info();
		for (const junk of [null, 5, {}, { jsonrpc: '2.0' }, { jsonrpc: '2.0', id: 99, result: {} }, { jsonrpc: '2.0', method: '__proto__', params: {} }]) {
			page.port?.postMessage(junk);
		}
		page.answer((await page.request('info')).id, someInfo);
		expect(await answer).toEqual(someInfo);
	});

	it('is refused at once when it holds too many objects, or what cannot be sent', async () => {
		await expect(frame.score(Array(limits.transactions + 1).fill({}))).rejects.toMatchObject({ code: 'embed.too-large' });
		const gone = new Float64Array(1);
		structuredClone(gone, { transfer: [gone.buffer] });
		await expect(frame.score({ columns: { gone } })).rejects.toMatchObject({ code: 'embed.bad-params' });
		// @ts-expect-error A function is no value of a transaction.
		await expect(frame.score({ Amount: () => 1 })).rejects.toMatchObject({ code: 'embed.bad-params' });
		expect(page.asked).toEqual([]);
	});
});

describe('an AbortSignal', () => {
	it('rejects at once with its reason, and tells the frame which call it was', async () => {
		const abort = new AbortController();
		const answer = frame.scoreFile(new Blob(), { signal: abort.signal });
		const { id } = await page.request('scoreFile');
		abort.abort();
		await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
		expect((await page.request('cancel')).params).toEqual({ id });
		page.answer(id, single);
	});

	it('that was aborted before sends nothing and takes nothing', async () => {
		const amount = new Float64Array(2);
		const signal = AbortSignal.abort('changed my mind');
		await expect(frame.score({ columns: { amount } }, { signal })).rejects.toBe('changed my mind');
		expect(amount).toHaveLength(2);
		frame.info().catch(() => undefined);
		await page.request('info');
		expect(page.asked.map(({ method }) => method)).toEqual(['info']);
	});

	it('that is aborted after the answer does nothing', async () => {
		const abort = new AbortController();
		const answer = frame.score({}, { signal: abort.signal });
		page.answer((await page.request('score')).id, single);
		await answer;
		abort.abort();
		frame.info().catch(() => undefined);
		await page.request('info');
		expect(page.asked.map(({ method }) => method)).toEqual(['score', 'info']);
	});
});

describe('events', () => {
	it('carry what the frame says', async () => {
		const detail = { call: 1, rows: 10, rejected: 0, flagged: 2, share: 0.5 };
		const progress = next('progress');
		page.emit('progress', detail);
		expect(await progress).toEqual(detail);
	});

	it('tell an error that has no call', async () => {
		const error = next('error');
		page.refuse(null, 'embed.malformed');
		expect(await error).toEqual({ code: 'embed.malformed', message: 'It says embed.malformed.' });
	});
});

describe('a frame that is loaded anew', () => {
	it('rejects what was open, connects by itself and says ready again', async () => {
		const answer = frame.scoreFile(new Blob());
		await page.request('scoreFile');
		const ready = next('ready');
		page = iframe.load();
		page.arrive();
		await expect(answer).rejects.toMatchObject({ code: 'embed.reloaded' });
		expect(await ready).toEqual(someInfo);
		const again = frame.score({ Amount: 1 });
		page.answer((await page.request('score')).id, single);
		expect(await again).toEqual(single);
	});

	it('gets the calls that were made meanwhile when it is ready, after those that its ready brought', async () => {
		page = iframe.load();
		page.hello();
		const answer = frame.score({ Amount: 1 });
		frame.addEventListener('ready', () => void frame.setPolicy({ review: 0.1 }).catch(() => undefined));
		expect(page.asked).toEqual([]);
		page.emit('ready', someInfo);
		page.answer((await page.request('score')).id, single);
		expect(await answer).toEqual(single);
		expect(page.asked.map(({ method }) => method)).toEqual(['setPolicy', 'score']);
	});

	it('does not get what was aborted or cancelled meanwhile', async () => {
		page = iframe.load();
		page.hello();
		const abort = new AbortController();
		const aborted = frame.score({ Amount: 1 }, { signal: abort.signal });
		const cancelled = frame.score({ Amount: 2 });
		abort.abort();
		await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
		const outcome = expect(cancelled).rejects.toMatchObject({ code: 'engine.cancelled' });
		expect(await frame.cancel()).toEqual({ cancelled: 1 });
		await outcome;
		const ready = next('ready');
		page.emit('ready', someInfo);
		await ready;
		frame.info().catch(() => undefined);
		await page.request('info');
		expect(page.asked.map(({ method }) => method)).toEqual(['info']);
	});

	it('is lost when it does not get ready', async () => {
		page = iframe.load();
		page.hello();
		const answer = expect(frame.score({ Amount: 1 })).rejects.toMatchObject({ code: 'embed.lost' });
		await vi.advanceTimersByTimeAsync(20_000);
		await answer;
	});
});

describe('a frame that is lost', () => {
	it('taken out of the page: open calls reject within about a second, later ones at once', async () => {
		const lost = next('error');
		const answer = expect(frame.info()).rejects.toMatchObject({ code: 'embed.lost' });
		iframe.isConnected = false;
		await vi.advanceTimersByTimeAsync(1_000);
		await answer;
		expect(await lost).toMatchObject({ code: 'embed.lost' });
		await expect(frame.info()).rejects.toMatchObject({ code: 'embed.lost' });
		expect(vi.getTimerCount()).toBe(0);
	});

	it('taken out, where the browser tells that the port is closed: at once', async () => {
		const answer = frame.info();
		iframe.isConnected = false;
		page.leave();
		// No time passes here but for what the port needs.
		await expect(answer).rejects.toMatchObject({ code: 'embed.lost' });
	});

	it('led elsewhere, where the browser tells that the port is closed', async () => {
		const answer = frame.info();
		await page.request('info');
		const closed = new Promise((resolve) => frame.addEventListener('error', resolve, { once: true }));
		page.leave();
		// The one looks after the frame; the other waits for its return since the port told of its end.
		while (vi.getTimerCount() < 2) await new Promise(setImmediate);
		await Promise.all([
			expect(answer).rejects.toMatchObject({ code: 'embed.lost' }),
			vi.advanceTimersByTimeAsync(10_000),
			closed
		]);
	});

	it('silent: pings remain unanswered', async () => {
		const answer = expect(frame.info()).rejects.toMatchObject({ code: 'embed.lost' });
		await vi.advanceTimersByTimeAsync(10_000);
		await page.request('info');
		await vi.advanceTimersByTimeAsync(1_000);
		await answer;
		// It hears that nobody listens any more, should it only have slept.
		await page.request('close');
		expect(page.pings).toBeGreaterThan(0);
	});

	it('is not given up while it says anything', async () => {
		const answer = frame.scoreFile(new Blob());
		const { id } = await page.request('scoreFile');
		for (let seconds = 0; seconds < 60; seconds += 5) {
			const progress = next('progress');
			page.emit('progress', { call: id, rows: seconds, rejected: 0, flagged: 0, share: null });
			await progress;
			await vi.advanceTimersByTimeAsync(5_000);
		}
		page.refuse(id, 'file.empty');
		await expect(answer).rejects.toMatchObject({ code: 'file.empty' });
	});

	it('is taken up again when it comes back', async () => {
		iframe.isConnected = false;
		await expect(frame.info()).rejects.toMatchObject({ code: 'embed.lost' });
		iframe.isConnected = true;
		const ready = next('ready');
		page = iframe.load();
		page.arrive();
		await ready;
		const answer = frame.info();
		page.answer((await page.request('info')).id, someInfo);
		expect(await answer).toEqual(someInfo);
	});
});

it('closing rejects what is open', async () => {
	const answers = [frame.info(), frame.score({}), frame.scoreFile(new Blob())];
	frame.close();
	for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'embed.closed' });
});
