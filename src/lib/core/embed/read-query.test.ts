import fc from 'fast-check';
import { expect, test } from 'vitest';
import { embedQuery } from './query';
import { readEmbedQuery } from './read-query';

const none = { view: 'both', theme: 'system', pack: null, policy: null, locale: null };
const read = (address: string) => readEmbedQuery(new URL(address, 'https://shrike.example/embed').searchParams);

test('an address without values asks for nothing', () => {
	expect(read('')).toEqual({ query: none, problems: [] });
	expect(read('?view=&theme=&pack=&policy=&locale=&other=1')).toEqual({ query: none, problems: [] });
});

test('every value is taken as it is meant', () => {
	expect(read('?view=single&theme=dark&pack=paysim&policy=.25,0.9&locale=de-CH')).toEqual({
		query: { view: 'single', theme: 'dark', pack: 'paysim', policy: { kind: 'threshold', review: 0.25, decline: 0.9 }, locale: 'de-CH' },
		problems: []
	});
	expect(read('?policy=1').query.policy).toEqual({ kind: 'threshold', review: 1 });
	expect(read('?theme=dark&theme=light').query.theme).toBe('dark');
});

test.each([
	['view', 'everything'],
	['theme', 'Dark'],
	['pack', 'x'.repeat(201)],
	['policy', '1.5'],
	['policy', '0.9,0.5'],
	['policy', '1e-1'],
	['policy', '0.1,0.2,0.3'],
	['locale', 'not a tag'],
	['locale', 'zz-ZZ']
])('a bad %s is left out and named, the others stay', (name, value) => {
	const others = Object.entries({ view: 'file', theme: 'light', pack: 'ulb-mlp', policy: '0.5', locale: 'fr' });
	const address = new URLSearchParams(others.map(([other, good]) => [other, other === name ? value : good]));
	const { query, problems } = readEmbedQuery(address);
	expect(problems).toEqual([{ name, value, allowed: expect.stringMatching(/\w/) }]);
	const good = { view: 'file', theme: 'light', pack: 'ulb-mlp', policy: { kind: 'threshold', review: 0.5 }, locale: 'fr' };
	expect(query).toEqual({ ...good, [name]: Reflect.get(none, name) });
});

test('no address is refused as a whole', () => {
	const values = fc.dictionary(fc.constantFrom(...Object.keys(embedQuery)), fc.string());
	fc.assert(
		fc.property(values, (given) => {
			const { query, problems } = readEmbedQuery(new URLSearchParams(given));
			for (const { name } of problems) expect(query[name]).toEqual(Reflect.get(none, name));
		})
	);
});
