import { afterEach, describe, expect, it } from 'vitest';
import { limits, protocolVersion } from '../core/embed/limits';
import type { WindowMessage } from './announce';
import type { EmbedHandlers } from './handlers';
import { serveHost, type ServedHost } from './serve-host';
import { HostEnd, pause, someSingle, stubHandlers } from './test-support';

const own = 'https://shrike.example';
const good = 'https://good.example';
const served: ServedHost[] = [];
afterEach(() => {
	for (const one of served.splice(0)) one.stop();
});

/** A window inside another: what the frame posts outwards is kept, what it is sent can be forged in every way. */
function frame({ origins = [good], ownOrigin = own, clock = () => 0, handlers = {} }: Partial<Setup> = {}) {
	const listeners = new Set<(event: WindowMessage) => void>();
	const said: { message: { shrike: string; protocol: number; nonce: string }; to: string }[] = [];
	const hosts: (string | null)[] = [];
	const host = { postMessage: (message: (typeof said)[number]['message'], to: string) => void said.push({ message, to }) };
	const self = {
		addEventListener: (_: 'message', listener: (event: WindowMessage) => void) => void listeners.add(listener),
		removeEventListener: (_: 'message', listener: (event: WindowMessage) => void) => void listeners.delete(listener)
	};
	const onHost = (origin: string | null) => void hosts.push(origin);
	const one = serveHost({ self, host, ownOrigin, origins, handlers: stubHandlers(handlers), clock, pause, onHost });
	served.push(one);
	const hear = (event: Partial<WindowMessage>) => {
		for (const listener of listeners) listener({ source: host, origin: good, data: null, ports: [], ...event });
	};
	const nonce = () => said.at(-1)?.message.nonce;
	const welcome = () => ({ shrike: 'welcome', protocol: protocolVersion, nonce: nonce() });
	return {
		...one,
		said,
		hosts,
		hear,
		nonce,
		welcome,
		listeners,
		/** Sends a welcome, in one way or another wrong, and gives back the host's end of its port. */
		connect: (change: Partial<WindowMessage> = {}) => {
			const { port1, port2 } = new MessageChannel();
			const end = new HostEnd(port2);
			hear({ data: welcome(), ports: [port1], ...change });
			return end;
		}
	};
}
interface Setup {
	readonly origins: readonly string[];
	readonly ownOrigin: string;
	readonly clock: () => number;
	readonly handlers: Partial<EmbedHandlers>;
}

/** True when the frame has left a port alone: neither a word nor its end came over it. */
async function isSilent(end: HostEnd): Promise<boolean> {
	let over = false;
	void end.closed.then(() => (over = true));
	end.send(1, 'ping');
	for (let i = 0; i < 5; i++) await pause();
	end.port.close();
	return !over && end.answers.length === 0 && end.events.length === 0;
}

describe('a frame', () => {
	it('says hello once to each allowed origin and its own, by that exact name and under one nonce', () => {
		const { said } = frame({ origins: [good, 'https://other.example:8443', good] });
		expect(said.map(({ to }) => to)).toEqual([own, good, 'https://other.example:8443']);
		expect(new Set(said.map(({ message }) => message.nonce)).size).toBe(1);
		expect(said[0].message).toMatchObject({ shrike: 'hello', protocol: protocolVersion });
	});

	it('never posts to null or to everyone, even where its own origin is null', () => {
		const { said } = frame({ ownOrigin: 'null', origins: [] });
		expect(said).toEqual([]);
	});

	it('without a parent says and hears nothing', () => {
		const alone = {
			addEventListener: () => expect.unreachable(),
			removeEventListener: () => expect.unreachable(),
			postMessage: () => expect.unreachable()
		};
		const one = serveHost({ self: alone, host: alone, ownOrigin: own, origins: [good], handlers: stubHandlers(), clock: () => 0, pause });
		one.emit('error', { code: 'x', message: 'y' });
		one.stop();
	});

	it('takes the welcome of its parent and serves the port', async () => {
		const one = frame();
		const end = one.connect();
		expect((await end.ask('score', { transaction: { a: 1 } })).result).toEqual(someSingle);
		one.emit('error', { code: 'x', message: 'y' });
		await end.ask('ping');
		expect(end.events.map(({ method }) => method)).toEqual(['ready', 'error']);
		expect(one.hosts).toEqual([good]);
	});

	it.each([
		['https://good.example.evil'],
		['https://evil.good.example'],
		['https://good.example:8443'],
		['https://good.example.'],
		['http://good.example'],
		['https://GOOD.example'],
		['https://good.example/'],
		['https://xn--god-sna.example'],
		['https://gооd.example'],
		['null'],
		[''],
		['*'],
		['file://'],
		['__proto__']
	])('leaves a welcome and a knock from %s without a trace', async (origin) => {
		const one = frame();
		const before = one.said.length;
		expect(await isSilent(one.connect({ origin }))).toBe(true);
		one.hear({ origin, data: { shrike: 'knock', protocol: 1 } });
		expect(one.said).toHaveLength(before);
		expect(one.hosts).toEqual([]);
		expect((await one.connect().ask('ping')).result).toEqual({});
	});

	it.each<[string, (one: ReturnType<typeof frame>) => Partial<WindowMessage>]>([
		['another window of an allowed origin', () => ({ source: { postMessage: () => undefined } })],
		['no window', () => ({ source: null })],
		['another nonce', () => ({ data: { shrike: 'welcome', protocol: 1, nonce: '6f2f0f4e-6c0a-4ac0-9c2c-1d2d3e4f5a6b' } })],
		['no nonce', () => ({ data: { shrike: 'welcome', protocol: 1 } })],
		['no port', () => ({ ports: [] })],
		['two ports', () => ({ ports: [new MessageChannel().port1, new MessageChannel().port1] })],
		['more than it should say', ({ welcome }) => ({ data: { ...welcome(), more: 1 } })],
		['another word', ({ welcome }) => ({ data: { ...welcome(), shrike: 'hello' } })],
		['text', ({ welcome }) => ({ data: JSON.stringify(welcome()) })]
	])('leaves a welcome with %s alone, and goes on waiting for the right one', async (_, change) => {
		const one = frame();
		const before = one.said.length;
		expect(await isSilent(one.connect(change(one)))).toBe(true);
		expect([one.said.length, one.hosts]).toEqual([before, []]);
		expect((await one.connect().ask('ping')).result).toEqual({});
	});

	it('takes no second welcome while a connection is open, replayed or not', async () => {
		const one = frame();
		const data = one.welcome();
		const first = one.connect();
		expect(await isSilent(one.connect({ data }))).toBe(true);
		one.hear({ data: { shrike: 'knock', protocol: 1 } });
		expect(one.said).toHaveLength(2);
		expect((await first.ask('ping')).result).toEqual({});
	});

	it('says hello anew, under another nonce, after its host has closed or gone', async () => {
		const one = frame();
		const old = one.welcome();
		const first = one.connect();
		await first.ask('close');
		await first.closed;
		expect(one.said).toHaveLength(4);
		expect(one.nonce()).not.toBe(old.nonce);
		expect(await isSilent(one.connect({ data: old }))).toBe(true);
		const second = one.connect();
		await second.ask('ping');
		second.port.close();
		while (one.said.length < 6) await pause();
		expect((await one.connect().ask('ping')).result).toEqual({});
		expect(one.hosts).toEqual([good, null, good, null, good]);
	});

	it('repeats its hello to a host that knocks, and to that one alone', () => {
		const one = frame();
		one.hear({ data: { shrike: 'knock', protocol: 7 } });
		expect(one.said.slice(2)).toEqual([{ message: one.said[0].message, to: good }]);
		one.hear({ data: { shrike: 'knock', protocol: 1 }, source: {} });
		one.hear({ data: { shrike: 'knock', protocol: 1, more: 1 } });
		expect(one.said).toHaveLength(3);
	});

	it('repeats it no more often than it would answer', () => {
		const one = frame();
		for (let i = 0; i < limits.burst + 50; i++) one.hear({ data: { shrike: 'knock', protocol: 1 } });
		expect(one.said).toHaveLength(2 + limits.burst);
	});

	it('tells a host of another version so, and nothing else', async () => {
		const one = frame();
		const end = one.connect({ data: { ...one.welcome(), protocol: protocolVersion + 1 } });
		await end.closed;
		expect(end.events).toMatchObject([{ method: 'error', params: { code: 'embed.version' } }]);
		expect([one.said.length, one.hosts]).toEqual([2, []]);
	});

	it('keeps one count of messages over all connections, and greets no one after a flood', async () => {
		const one = frame();
		const first = one.connect();
		for (let id = 0; id < limits.burst; id++) first.send(id, 'ping');
		await first.ask('close');
		await first.closed;
		const second = one.connect();
		expect(await second.codeOf(second.ask('ping'))).toBe('embed.too-fast');
		for (let id = 0; id < limits.refusedBeforeHangUp; id++) second.send(id, 'ping');
		await second.closed;
		const before = one.said.length;
		one.hear({ data: { shrike: 'knock', protocol: 1 } });
		expect(one.said).toHaveLength(before);
	});

	it('in the end greets no host that only comes and goes', async () => {
		const one = frame();
		let greeted = 0;
		while (one.said.length > greeted && greeted < 10_000) {
			greeted = one.said.length;
			const end = one.connect();
			await end.ask('close');
			await end.closed;
		}
		expect(greeted).toBeLessThan(2 * (limits.burst + limits.refusedBeforeHangUp));
	});

	it('that is stopped ends its connection and hears nothing more', async () => {
		const one = frame();
		const end = one.connect();
		await end.ask('ping');
		one.stop();
		await end.closed;
		expect(one.listeners.size).toBe(0);
		expect(one.said).toHaveLength(2);
	});
});
