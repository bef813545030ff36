import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embedQuery } from '../core/embed/query';
import { frameUrl, themeIn, thresholdsIn } from './scorer-attributes';

const element = (attributes: Record<string, string>) => ({
	baseURI: 'https://portal.example/ops/',
	getAttribute: (name: string) => attributes[name] ?? null
});

describe('the attributes of <shrike-scorer>', () => {
	it('become the query that the page in the frame reads', () => {
		const src = 'https://shrike.example/embed?view=single';
		const url = frameUrl(element({ src, pack: 'a & b', policy: '0.5,0.9', theme: 'dark', locale: 'de-DE', title: 'x' }));
		expect(url.origin + url.pathname).toBe('https://shrike.example/embed');
		const read = Object.fromEntries(url.searchParams);
		expect(read).toEqual({ view: 'single', pack: 'a & b', policy: '0.5,0.9', theme: 'dark', locale: 'de-DE' });
		for (const name of Object.keys(read)) expect(Object.keys(embedQuery)).toContain(name);
	});

	it('go before what src says itself, which is relative to the page', () => {
		const url = frameUrl(element({ src: '/embed?pack=old', pack: 'new' }));
		expect(url.href).toBe('https://portal.example/embed?pack=new');
	});

	it('need a src', () => {
		expect(() => frameUrl(element({ pack: 'a' }))).toThrow(TypeError);
		expect(() => frameUrl(element({ src: 'https://' }))).toThrow(TypeError);
	});

	it('understand a policy as the query does', () => {
		const part = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }).map(String), fc.constantFrom('', '.5', '1', '0.', 'x', '-1'));
		const text = fc.oneof(part, fc.tuple(part, part).map((parts) => parts.join()), fc.string());
		fc.assert(
			fc.property(text, (policy) => {
				const asked = embedQuery.policy.safeParse(policy);
				if (asked.success && asked.data) expect({ kind: 'threshold', ...thresholdsIn(policy) }).toEqual(asked.data);
			})
		);
		expect(thresholdsIn('0.5')).toEqual({ review: 0.5 });
		expect(thresholdsIn('high')).toBeNull();
	});

	it('follow the system where they name no theme', () => {
		expect([themeIn('dark'), themeIn('light'), themeIn('system'), themeIn('pink'), themeIn(null)]).toEqual([
			'dark',
			'light',
			'system',
			'system',
			'system'
		]);
	});
});
