import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeIframe, type FakePage, frameOrigin, someInfo } from '../../../tests/support/fake-frame';
import { scorerClass } from './shrike-scorer';
import type { ShrikeScorerElement } from './types';

// As much of the DOM as the element touches; e2e has the real one.
let iframes: MadeIframe[] = [];
class MadeIframe extends FakeIframe {
	src = '';
	title = '';
	readonly attributes = new Map<string, string>();
	setAttribute(name: string, value: string): void {
		this.attributes.set(name, value);
	}
	remove(): void {
		this.isConnected = false;
		this.contentWindow?.leave();
		this.contentWindow = null;
	}
}
class FakeElement extends EventTarget {
	readonly baseURI = 'https://portal.example/';
	readonly attributes = new Map<string, string>();
	readonly ownerDocument = { createElement: () => new MadeIframe() };
	attachShadow(): unknown {
		return { append: (iframe: MadeIframe) => iframes.push(iframe) };
	}
	getAttribute(name: string): string | null {
		return this.attributes.get(name) ?? null;
	}
	setAttribute(name: string, value: string): void {
		this.#change(name, () => this.attributes.set(name, value));
	}
	removeAttribute(name: string): void {
		this.#change(name, () => this.attributes.delete(name));
	}
	#change(name: string, change: () => void): void {
		const before = this.getAttribute(name);
		change();
		if ('attributeChangedCallback' in this && typeof this.attributeChangedCallback === 'function') {
			this.attributeChangedCallback(name, before, this.getAttribute(name));
		}
	}
}

type Scorer = ShrikeScorerElement & { connectedCallback(): void; disconnectedCallback(): void };
let element: Scorer;
const events: [string, unknown][] = [];

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
	vi.stubGlobal('HTMLElement', FakeElement);
	vi.stubGlobal('CSSStyleSheet', class { replaceSync(): void {} });
	iframes = [];
	events.length = 0;
	element = new (scorerClass(HTMLElement))();
	for (const name of ['ready', 'scored', 'error']) {
		element.addEventListener(name, (event) => events.push([name, event instanceof CustomEvent ? event.detail : null]));
	}
});
afterEach(() => {
	element.disconnectedCallback();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

const src = `${frameOrigin}/embed`;
const last = (): MadeIframe => {
	const iframe = iframes.at(-1);
	if (!iframe) throw new Error('there is no iframe');
	return iframe;
};
async function shown(attributes: Record<string, string> = {}): Promise<FakePage> {
	for (const [name, value] of Object.entries({ src, ...attributes })) element.setAttribute(name, value);
	element.connectedCallback();
	const page = last().load();
	page.arrive();
	await element.frame;
	return page;
}

describe('<shrike-scorer>', () => {
	it('makes an iframe that cannot lead the page elsewhere, and connects to it', async () => {
		await shown({ pack: 'base' });
		expect(iframes.map((iframe) => iframe.src)).toEqual([`${src}?pack=base`]);
		const sandbox = last().attributes.get('sandbox')?.split(' ');
		expect(sandbox).toEqual(expect.arrayContaining(['allow-scripts', 'allow-same-origin']));
		expect(sandbox?.filter((token) => /navigation|popups|modals/.test(token))).toEqual([]);
		expect(last().title).not.toBe('');
		expect(events).toEqual([['ready', someInfo]]);
	});

	it('passes calls on, also those made before the frame is ready', async () => {
		element.setAttribute('src', src);
		element.connectedCallback();
		const answer = element.score({ Amount: 3 });
		const page = last().load();
		page.arrive();
		const asked = await page.request('score');
		expect(asked.params).toEqual({ transaction: { Amount: 3 } });
		const result = { kind: 'single', policy: { kind: 'threshold', review: 0.5 } };
		page.answer(asked.id, result);
		expect(await answer).toEqual(result);
	});

	it('tells the frame of a new theme and policy without loading it anew', async () => {
		const page = await shown({ theme: 'light' });
		element.setAttribute('theme', 'dark');
		element.setAttribute('policy', '0.25,0.75');
		expect((await page.request('setTheme')).params).toEqual({ theme: 'dark' });
		expect((await page.request('setPolicy')).params).toEqual({ review: 0.25, decline: 0.75 });
		expect(iframes).toHaveLength(1);
	});

	it('tells it again when the frame was loaded anew by itself', async () => {
		const before = await shown();
		element.setAttribute('policy', '0.25');
		await before.request('setPolicy');
		const page = last().load();
		page.arrive();
		expect((await page.request('setPolicy')).params).toEqual({ review: 0.25 });
	});

	it('does not tell it what it knows', async () => {
		const before = await shown();
		element.setAttribute('policy', '0.25,0.5');
		await before.request('setPolicy');
		const page = last().load();
		page.arrive({ ...someInfo, policy: { kind: 'threshold', review: 0.25, decline: 0.5 } });
		element.info().catch(() => undefined);
		await page.request('info');
		expect(page.asked.map(({ method }) => method)).toEqual(['info']);
	});

	it('forgets a policy whose attribute is gone', async () => {
		const before = await shown();
		element.setAttribute('policy', '0.25');
		await before.request('setPolicy');
		element.removeAttribute('policy');
		await Promise.resolve();
		const page = last().load();
		page.arrive();
		element.info().catch(() => undefined);
		await page.request('info');
		expect(page.asked.map(({ method }) => method)).toEqual(['info']);
	});

	it('says nothing of a connection that a move cut short', async () => {
		element.setAttribute('src', src);
		element.connectedCallback();
		const cut = element.frame;
		element.disconnectedCallback();
		element.connectedCallback();
		await expect(cut).rejects.toMatchObject({ code: 'embed.closed' });
		last().load().arrive();
		await element.frame;
		expect(events).toEqual([['ready', someInfo]]);
	});

	it('loads the frame anew, once, for what else changes', async () => {
		const page = await shown({ policy: '0.5' });
		const answer = element.info();
		await page.request('info');
		element.setAttribute('pack', 'other');
		element.setAttribute('locale', 'de');
		element.removeAttribute('policy');
		await expect(answer).rejects.toMatchObject({ code: 'embed.reloaded' });
		expect(iframes.map((iframe) => iframe.src)).toEqual([`${src}?policy=0.5`, `${src}?pack=other&locale=de`]);
		last().load().arrive();
		await element.frame;
	});

	it('survives being moved', async () => {
		await shown();
		const first = await element.frame;
		element.disconnectedCallback();
		await expect(element.frame).rejects.toMatchObject({ code: 'embed.closed' });
		await expect(first.info()).rejects.toMatchObject({ code: 'embed.closed' });
		await expect(element.info()).rejects.toMatchObject({ code: 'embed.closed' });
		element.connectedCallback();
		last().load().arrive();
		expect(await element.frame).not.toBe(first);
		expect(iframes.map(({ isConnected }) => isConnected)).toEqual([false, true]);
	});

	it('says why there is no frame', async () => {
		element.connectedCallback();
		await expect(element.info()).rejects.toThrow(TypeError);
		element.setAttribute('src', 'http://elsewhere.example/embed');
		await Promise.resolve();
		await expect(element.frame).rejects.toThrow(/origin/);
		element.setAttribute('src', src);
		await Promise.resolve();
		const refused = expect(element.frame).rejects.toMatchObject({ code: 'embed.no-answer' });
		await vi.advanceTimersByTimeAsync(20_000);
		await refused;
		await expect(element.info()).rejects.toMatchObject({ code: 'embed.no-answer' });
		expect(events).toMatchObject([
			['error', { code: 'embed.bad-params' }],
			['error', { code: 'embed.bad-params' }],
			['error', { code: 'embed.no-answer' }]
		]);
	});
});
