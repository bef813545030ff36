import { expect, test } from 'vitest';
import { readAllowedOrigins } from './embed-origins';

const own = 'https://shrike.example';
const reading = (answer: () => Response) => readAllowedOrigins(`${own}/embed.config.json`, own, async () => answer());
const json = (value: unknown) => () => Response.json(value);

test('the page’s own origin may always, and those that the file names', async () => {
	expect(await reading(json({ origins: [] }))).toEqual({ origins: [own], problem: null });
	expect(await reading(json({}))).toEqual({ origins: [own], problem: null });
	const read = await reading(json({ origins: ['https://portal.example', own, 'http://localhost:8080'] }));
	expect(read).toEqual({ origins: [own, 'https://portal.example', 'http://localhost:8080'], problem: null });
});

test.each<[string, () => Response]>([
	['one bad origin', json({ origins: ['https://portal.example', 'https://*.example'] })],
	['an origin without encryption', json({ origins: ['http://portal.example'] })],
	['an unknown key', json({ origins: ['https://portal.example'], everyone: true })],
	['a list alone', json(['https://portal.example'])],
	['a page in its place', () => new Response('<!doctype html>', { status: 200 })],
	['nothing there', () => new Response('', { status: 404 })],
	['an error that looks well', () => Response.json({ origins: ['https://portal.example'] }, { status: 500 })],
	['no network', () => { throw new TypeError('Failed to fetch'); }]
])('%s allows nobody else, and says so', async (_, answer) => {
	expect(await reading(answer)).toEqual({ origins: [own], problem: expect.stringContaining('embed.config.json') });
});
