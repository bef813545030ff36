import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEmbedConfig } from './embed-config';
import { securityHeaders } from './security-headers';

const file = 'build/embed.config.json';

test('reads the origins; without a file nobody else may embed', () => {
	expect(readEmbedConfig('{ "origins": ["https://portal.example.com"] }', file).origins).toEqual(['https://portal.example.com']);
	expect(readEmbedConfig('\uFEFF{}', file).origins).toEqual([]);
	expect(readEmbedConfig(null, file).origins).toEqual([]);
});

test.each([
	['{ "origins": ["https://a.example", "https://b.example/"] }', /origins\[1\] is "https:\/\/b\.example\/" and must be an exact origin/],
	['{ "origins": ["https://*.example.com"] }', /origins\[0\] is "https:\/\/\*\.example\.com" and must be an exact origin/],
	['{ "origins": [7] }', /origins\[0\] is 7 and /],
	['{ "origins": "https://a.example" }', /origins: /],
	['{ "allowed": [] }', /"allowed"/],
	['["https://a.example"]', /expected object/],
	['{ "origins": [', /it is not JSON/],
	['', /it is not JSON/]
])('%s is refused, saying where, what and what to write', (text, what) => {
	const read = (): unknown => readEmbedConfig(text, file);
	expect(read).toThrow(what);
	expect(read).toThrow(/^build\/embed\.config\.json does not say who may embed Shrike: .* Correct static\/embed\.config\.json, for example/);
	expect(read).not.toThrow('\n');
});

test('nothing in the file gets more into the policy than sources of one directive', () => {
	const hostile = fc.constantFrom(';sandbox', ',default-src *', "'unsafe-inline'", '\r\nset-cookie: a=b', '*', ' ', '\0', '"');
	const host = fc.oneof(fc.domain(), fc.tuple(fc.domain(), hostile).map(([name, odd]) => name + odd), fc.string());
	const origins = fc.array(host.map((name) => `https://${name}`), { maxLength: 4 });
	let accepted = 0;
	fc.assert(
		fc.property(origins, (list) => {
			let read: readonly string[];
			try {
				read = readEmbedConfig(JSON.stringify({ origins: list }), file).origins;
			} catch {
				return;
			}
			if (read.length > 0) accepted++;
			const value = securityHeaders([], read)['content-security-policy'] ?? '';
			const plain = securityHeaders([], [])['content-security-policy'] ?? '';
			expect(value).toBe([plain, ...list].join(' '));
			expect(value.split(';')).toHaveLength(plain.split(';').length);
			expect(value).not.toContain(',');
			expect(value.split(/\s+/)).toHaveLength(plain.split(/\s+/).length + list.length);
			expect(new Headers({ a: value }).get('a')).toBe(value);
		}),
		{ numRuns: 1_000 }
	);
	expect(accepted).toBeGreaterThan(10);
});
