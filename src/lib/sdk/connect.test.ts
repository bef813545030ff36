import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { knock, welcome } from '../core/embed/handshake';
import { protocolVersion } from '../core/embed/limits';
import { FakeIframe, FakePage, frameOrigin, someInfo } from '../../../tests/support/fake-frame';
import { connectTo, open } from './connect';
import type { Frame } from './frame';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }));
afterEach(() => vi.useRealTimers());

const opened: Frame[] = [];
function connecting(iframe: FakeIframe, timeoutMs?: number): Frame {
	const frame = open(iframe, { origin: frameOrigin, timeoutMs });
	frame.connected.catch(() => undefined);
	opened.push(frame);
	return frame;
}
afterEach(() => opened.splice(0).forEach((frame) => frame.close()));

const welcomes = (page: FakePage) => page.posted.filter(({ message }) => welcome.safeParse(message).success);
const knocks = (page: FakePage) => page.posted.filter(({ message }) => knock.safeParse(message).success);

describe('a connection', () => {
	it('answers its frame’s hello with one port, and is there when the frame is ready', async () => {
		const iframe = new FakeIframe();
		const frame = connecting(iframe);
		const page = iframe.load();
		const nonce = page.hello();
		expect(welcomes(page)).toEqual([
			{ message: { shrike: 'welcome', protocol: protocolVersion, nonce }, transfer: [expect.any(MessagePort)] }
		]);
		page.emit('ready', someInfo);
		expect(await frame.connected).toBe(frame);
	});

	it('knocks at a frame that was loaded before, and at each page that loads', () => {
		const iframe = new FakeIframe();
		const early = iframe.load();
		connecting(iframe);
		expect(knocks(early)).toHaveLength(1);
		expect(knocks(iframe.load())).toHaveLength(1);
	});

	it('does not knock at a page that it can read and that is another', () => {
		const iframe = new FakeIframe();
		const page = iframe.load();
		iframe.contentDocument = { URL: 'about:blank' };
		connecting(iframe);
		expect(page.posted).toEqual([]);
		iframe.contentDocument = { URL: `${frameOrigin}/embed` };
		iframe.dispatchEvent(new Event('load'));
		expect(knocks(page)).toHaveLength(1);
	});

	it('is silent to other windows, other origins and other messages', () => {
		const iframe = new FakeIframe();
		connecting(iframe);
		const page = iframe.load();
		const said = { shrike: 'hello', protocol: protocolVersion, nonce: crypto.randomUUID() };
		page.say(said, { source: new FakePage(iframe, frameOrigin) });
		page.say(said, { source: null });
		for (const origin of ['https://shrike.example.evil', 'https://shrike.example:444', 'http://shrike.example', 'null', '']) {
			page.say(said, { origin });
		}
		page.say({ ...said, shrike: 'welcome' });
		page.say('hello');
		expect(welcomes(page)).toEqual([]);
		page.say(said);
		expect(welcomes(page)).toHaveLength(1);
	});

	it('takes a hello once, however often it is said', async () => {
		const iframe = new FakeIframe();
		const frame = connecting(iframe);
		const page = iframe.load();
		const nonce = page.hello();
		page.hello(nonce);
		expect(welcomes(page)).toHaveLength(1);
		page.emit('ready', someInfo);
		await frame.connected;
	});

	it('tells nothing before ready', async () => {
		const iframe = new FakeIframe();
		const frame = connecting(iframe);
		const heard: string[] = [];
		for (const name of ['scored', 'ready']) frame.addEventListener(name, () => heard.push(name));
		const page = iframe.load();
		page.hello();
		page.emit('scored', { call: null, kind: 'single', id: 'p', rows: 1, rejected: 0, flagged: 0, pack: 'a' });
		page.emit('ready', someInfo);
		await frame.connected;
		expect(heard).toEqual(['ready']);
	});

	it('rejects with what the frame says instead of ready', async () => {
		const iframe = new FakeIframe();
		const frame = connecting(iframe);
		const page = iframe.load();
		page.hello();
		page.emit('error', { code: 'embed.version', message: 'Another version.' });
		await expect(frame.connected).rejects.toMatchObject({ code: 'embed.version', message: 'Another version.' });
	});

	it('rejects when nobody answers in time', async () => {
		const iframe = new FakeIframe();
		iframe.load();
		const frame = connecting(iframe, 3_000);
		await vi.advanceTimersByTimeAsync(2_999);
		iframe.load('https://other.example');
		await vi.advanceTimersByTimeAsync(1);
		await expect(frame.connected).rejects.toMatchObject({ code: 'embed.no-answer' });
		expect(vi.getTimerCount()).toBe(0);
	});

	it('rejects when a hello is followed by nothing', async () => {
		const iframe = new FakeIframe();
		const frame = connecting(iframe);
		iframe.load().hello();
		await vi.advanceTimersByTimeAsync(20_000);
		await expect(frame.connected).rejects.toMatchObject({ code: 'embed.no-answer' });
	});

	it('rejects a frame of another protocol', async () => {
		const iframe = new FakeIframe();
		const frame = connecting(iframe);
		const page = iframe.load();
		page.hello(crypto.randomUUID(), protocolVersion + 1);
		await expect(frame.connected).rejects.toMatchObject({ code: 'embed.version' });
		expect(welcomes(page)).toEqual([]);
	});

	it.each(['*', 'null', '', 'shrike.example', `${frameOrigin}/`, `${frameOrigin}/embed`, 'http://shrike.example', 'file://'])(
		'refuses the origin “%s”',
		async (origin) => {
			await expect(connectTo(new FakeIframe(), { origin })).rejects.toThrow(TypeError);
		}
	);

	it('closes an earlier one to the same iframe', async () => {
		const iframe = new FakeIframe();
		const first = connecting(iframe);
		const page = iframe.load();
		page.arrive();
		await first.connected;
		const answer = first.info();
		const second = connecting(iframe);
		await expect(answer).rejects.toMatchObject({ code: 'embed.closed' });
		await page.request('close');
		page.arrive();
		expect(await second.connected).toBe(second);
	});

	it('does not listen any more after close', async () => {
		const iframe = new FakeIframe();
		const frame = connecting(iframe);
		const page = iframe.load();
		page.arrive();
		await frame.connected;
		frame.close();
		frame.close();
		await page.request('close');
		const said = page.posted.length;
		page.hello();
		iframe.dispatchEvent(new Event('load'));
		expect(page.posted).toHaveLength(said);
		expect(vi.getTimerCount()).toBe(0);
		await expect(frame.info()).rejects.toMatchObject({ code: 'embed.closed' });
		await expect(frame.cancel()).rejects.toMatchObject({ code: 'embed.closed' });
	});

	it('is given up by a signal, until it is there', async () => {
		const abort = new AbortController();
		const options = { origin: frameOrigin, signal: abort.signal };
		const waiting = connectTo(new FakeIframe(), options);
		const iframe = new FakeIframe();
		const connected = connectTo(iframe, options);
		const page = iframe.load();
		page.arrive();
		const frame = await connected;
		abort.abort();
		await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
		await expect(connectTo(iframe, options)).rejects.toMatchObject({ name: 'AbortError' });
		const answer = frame.info();
		page.answer((await page.request('info')).id, someInfo);
		expect(await answer).toEqual(someInfo);
		frame.close();
		expect(vi.getTimerCount()).toBe(0);
	});
});
