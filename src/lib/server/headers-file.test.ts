import { expect, test } from 'vitest';
import { headersFile, headersFileProblem } from './headers-file';
import { securityHeaders } from './security-headers';

const pages = ['<script>a</script>', '<script>b</script>'];
const portal = 'https://portal.example.com';

interface Rule {
	path: string;
	lines: string[];
}

function rulesOf(text: string): Rule[] {
	const rules: Rule[] = [];
	for (const line of text.split('\n').filter(Boolean)) {
		if (line.startsWith('/')) rules.push({ path: line, lines: [] });
		else rules.at(-1)?.lines.push(line.trim());
	}
	return rules;
}

const matches = (rule: string, path: string): boolean =>
	rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : rule === path;

/**
 * What Cloudflare Pages sends (pages-shared/asset-server/handler.ts of cloudflare/workers-sdk): its own headers, then each
 * matching rule in order: first what it detaches, then its values, which replace the host's and join an earlier rule's.
 */
function asCloudflare(text: string, path: string): Headers {
	const headers = new Headers({ 'access-control-allow-origin': '*', 'referrer-policy': 'strict-origin-when-cross-origin' });
	const set = new Set<string>();
	for (const { lines } of rulesOf(text).filter((rule) => matches(rule.path, path))) {
		for (const line of lines.filter((each) => each.startsWith('!'))) headers.delete(line.slice(2));
		for (const line of lines.filter((each) => !each.startsWith('!'))) {
			const [name = '', ...value] = line.split(': ');
			if (set.has(name)) headers.append(name, value.join(': '));
			else headers.set(name, value.join(': '));
			set.add(name);
		}
	}
	return headers;
}

/** What Netlify sends: values of all matching rules joined; a line without a colon is skipped (headers-parser, line_parser.ts). */
function asNetlify(text: string, path: string): Headers {
	const headers = new Headers();
	for (const { lines } of rulesOf(text).filter((rule) => matches(rule.path, path))) {
		for (const line of lines.filter((each) => each.includes(':'))) {
			const [name = '', ...value] = line.split(': ');
			headers.append(name, value.join(': '));
		}
	}
	return headers;
}

/**
 * Sources that may frame an answer, as HTML (§ X-Frame-Options) and CSP Level 3 read its headers: every policy of the list
 * must allow; X-Frame-Options counts only where none has the directive. Null: everyone may.
 */
function framers(headers: Headers): string[] | null {
	const policies = (headers.get('content-security-policy') ?? '').split(',').map((policy) => policy.trim());
	const lists = policies
		.flatMap((policy) => policy.split(';').map((directive) => directive.trim().split(' ')))
		.filter(([name]) => name === 'frame-ancestors')
		.map(([, ...sources]) => sources);
	const [first, ...others] = lists;
	if (first) return first.filter((source) => others.every((list) => list.includes(source)));
	return headers.get('x-frame-options')?.toUpperCase() === 'SAMEORIGIN' ? ["'self'"] : null;
}

test.each([
	['Cloudflare Pages', asCloudflare],
	['Netlify', asNetlify]
])('on %s the embed may be framed by the allowed origins, and nothing else by anyone', (_host, answer) => {
	const text = headersFile(pages, [portal, 'https://other.example']);
	for (const path of ['/embed', '/embed.html']) {
		expect(framers(answer(text, path))).toEqual(["'self'", portal, 'https://other.example']);
	}
	for (const path of ['/', '/index.html', '/history', '/embedded', '/embed/x', '/missing', '/model/index.json', '/sdk/a.js']) {
		expect(framers(answer(text, path))).toEqual(["'self'"]);
	}
});

test.each([
	['Cloudflare Pages', asCloudflare],
	['Netlify', asNetlify]
])('on %s every policy has the directives that our server sends', (_host, answer) => {
	const text = headersFile(pages, [portal]);
	const { 'content-security-policy': wanted = '', ...others } = securityHeaders(pages, []);
	for (const path of ['/', '/history', '/embed', '/_app/immutable/a.js']) {
		const headers = answer(text, path);
		for (const [name, value] of Object.entries(others)) expect(headers.get(name)).toBe(value);
		for (const policy of (headers.get('content-security-policy') ?? '').split(', ')) {
			expect(policy.split('; ').filter((directive) => !directive.startsWith('frame-ancestors'))).toEqual(
				wanted.split('; ').filter((directive) => !directive.startsWith('frame-ancestors'))
			);
		}
	}
	expect(answer(text, '/_app/immutable/a.js').get('cache-control')).toBe('public, max-age=31536000, immutable');
	expect(answer(text, '/history').has('cache-control')).toBe(false);
});

test.each([
	['Cloudflare Pages', asCloudflare],
	['Netlify', asNetlify]
])('on %s one origin may read the SDK when it is the only one, and nobody anything else', (_host, answer) => {
	const readers = (origins: readonly string[], path: string): string | null =>
		answer(headersFile(pages, origins), path).get('access-control-allow-origin');
	expect(readers([portal], '/sdk/shrike-embed.js')).toBe(portal);
	for (const path of ['/', '/embed', '/embed.config.json', '/model/index.json']) expect(readers([portal], path)).toBeNull();
	expect(readers([], '/sdk/shrike-embed.js')).toBeNull();
	expect(readers([portal, 'https://other.example'], '/sdk/shrike-embed.js')).toBeNull();
});

test('says when a list is longer than a static host reads', () => {
	const origins = Array.from({ length: 60 }, (_, at) => `https://portal-${at}.department.example.com`);
	expect(headersFileProblem(headersFile(pages, origins))).toMatch(/static\/embed\.config\.json .* 2000 characters/);
	expect(headersFileProblem(headersFile(pages, origins.slice(0, 20)))).toBeNull();
});
