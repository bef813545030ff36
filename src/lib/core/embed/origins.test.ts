import { describe, expect, it } from 'vitest';
import { embedConfig } from './origins';

describe('who may embed', () => {
	it('is no other page where the configuration says nothing', () => {
		expect(embedConfig.parse({})).toEqual({ origins: [] });
	});

	it('is whom it names', () => {
		const origins = ['https://portal.example.com', 'https://portal.example.com:8443', 'http://localhost:5173'];
		expect(embedConfig.parse({ origins })).toEqual({ origins });
	});

	it.each([
		['everyone', { origins: ['*'] }],
		['pages without an origin', { origins: ['null'] }],
		['one text', { origins: 'https://good.example' }],
		['a Cyrillic look-alike', { origins: ['https://gооd.example'] }],
		['a dot at its end', { origins: ['https://good.example.'] }],
		['two in one', { origins: ['https://good.example https://evil.example'] }],
		['a short form of an address', { origins: ['http://127.1'] }],
		['a blob', { origins: ['blob:https://good.example'] }],
		['one bad one among good ones', { origins: ['https://good.example', 'https://GOOD.example'] }],
		['too many', { origins: Array(101).fill('https://a.example') }],
		['a key misspelt', { origin: [] }],
		['a list alone', []]
	])('is not %s', (_, config) => {
		expect(embedConfig.safeParse(config).success).toBe(false);
	});
});
