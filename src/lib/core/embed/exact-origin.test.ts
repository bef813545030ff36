import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isExactOrigin } from './exact-origin';
import { embedConfig } from './origins';

test.each([
	'https://portal.example.com',
	'https://portal.example.com:8443',
	'https://portal',
	'https://10.0.0.5',
	'https://xn--bcher-kva.example',
	'http://localhost:5173',
	'http://127.0.0.1:4173'
])('%s is an exact origin', (text) => {
	expect(isExactOrigin(text)).toBe(true);
});

test.each([
	['a slash at its end', 'https://portal.example.com/'],
	['a path', 'https://portal.example.com/app'],
	['the port of its scheme', 'https://portal.example.com:443'],
	['upper case', 'https://Portal.example.com'],
	['a space before it', ' https://portal.example.com'],
	['a line end after it', 'https://portal.example.com\n'],
	['a header after it', 'https://portal.example.com\r\nset-cookie: a=b'],
	['a user', 'https://user@portal.example.com'],
	['letters that DNS does not have', 'https://bücher.example'],
	['every host of a domain', 'https://*.example.com'],
	['every host', '*'],
	['a scheme alone', 'https:'],
	['no scheme', 'portal.example.com'],
	['another directive', 'https://portal.example.com;sandbox'],
	['another policy', 'https://portal.example.com,sandbox'],
	['a keyword', "'unsafe-inline'"],
	['a quote', "https://portal'.example.com"],
	['what file: pages have', 'null'],
	['a file', 'file://'],
	['plain http elsewhere', 'http://portal.example.com'],
	['http at a look-alike of this machine', 'http://localhost.example.com'],
	['http at a look-alike of its address', 'http://127.0.0.1.example.com'],
	['IPv6, which a policy cannot name', 'https://[::1]'],
	['an empty label', 'https://portal..example.com'],
	['no host', 'https://']
])('%s is refused', (_what, text) => {
	expect(isExactOrigin(text)).toBe(false);
});

const awkward = fc.constantFrom(...";,'\"*()[]{}<>\\^`|%&=+~!$@#?/: \t\r\n\0\u00e9\u3002\uff0e-_.aZ9");
const nearOrigin = fc
	.tuple(
		fc.constantFrom('https://', 'http://', 'HTTPS://', 'https:', 'blob:https://', ''),
		fc.oneof(fc.domain(), fc.ipV4(), fc.constantFrom('localhost', '127.0.0.1', 'portal.example.com')),
		fc.string({ unit: awkward, maxLength: 4 }),
		fc.oneof(fc.constant(''), fc.integer({ min: 0, max: 70_000 }).map((port) => `:${port}`)),
		fc.nat()
	)
	.map(([scheme, host, odd, port, at]) => {
		const place = at % (host.length + 1);
		return scheme + host.slice(0, place) + odd + host.slice(place) + port;
	});

test('whatever is accepted is what browsers call its origin, and one source expression of a policy', () => {
	let accepted = 0;
	fc.assert(
		fc.property(fc.oneof(nearOrigin, fc.webUrl(), fc.string()), (text) => {
			if (!embedConfig.safeParse({ origins: [text] }).success) return;
			accepted++;
			expect(new URL(text).origin).toBe(text);
			// The authority: host-source of CSP Level 3 § 2.3.1 without its wildcards; not a byte more.
			expect(text).toMatch(/^https?:\/\/[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d+)?$/);
			expect(new Headers({ a: text }).get('a')).toBe(text);
		}),
		{ numRuns: 3_000 }
	);
	expect(accepted).toBeGreaterThan(50);
});

test('origins of ordinary hosts are accepted', () => {
	fc.assert(
		fc.property(fc.domain(), fc.option(fc.integer({ min: 1, max: 65_535 })), (host, port) => {
			const url = new URL(`https://${host}${port === null ? '' : `:${port}`}`);
			expect(isExactOrigin(url.origin)).toBe(true);
		})
	);
});

test('nobody but its own origin may embed Shrike unless the file says so', () => {
	expect(embedConfig.parse({})).toEqual({ origins: [] });
	for (const wrong of [null, [], { origins: 'https://portal.example.com' }, { origin: ['https://portal.example.com'] }]) {
		expect(embedConfig.safeParse(wrong).success).toBe(false);
	}
});
