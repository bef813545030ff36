import { createHash } from 'node:crypto';

const inlineScript = /<script(?![^>]*\ssrc\s*=)[^>]*>([\s\S]*?)<\/script>/gi;

/** CSP hash sources (`'sha256-…'`) of every inline script in a page, in order, each once. */
export function inlineScriptHashes(html: string): string[] {
	const bodies = [...html.matchAll(inlineScript)].map((match) => match[1] ?? '');
	const hashes = bodies.map((body) => `'sha256-${createHash('sha256').update(body, 'utf8').digest('base64')}'`);
	return [...new Set(hashes)];
}

const routeAnnouncerStyle = "'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='";

/**
 * The policy under which the app runs. It is sent with every response: workers take theirs from the response that
 * carries their script, not from the page.
 *
 * - `wasm-unsafe-eval` lets the WASM kernel compile; nothing may evaluate strings.
 * - `connect-src` has `https:` because an analyst may type the address of a CSV or of a model pack, and localhost
 *   because such addresses are tried out there first. A test watches that nothing else ever leaves the origin.
 * - `style-src-attr` has the one style attribute that SvelteKit writes as text, on the element that tells screen readers
 *   of a change of page. Styles that scripts set through the DOM need no permission.
 *
 * @param scriptHashes of the inline scripts that may run
 * @param ancestors origins that may frame what comes with this policy, beside its own; null leaves framing to another header
 */
export function contentSecurityPolicy(scriptHashes: readonly string[], ancestors: readonly string[] | null): string {
	const directives = {
		'default-src': ["'none'"],
		'script-src': ["'self'", ...scriptHashes, "'wasm-unsafe-eval'"],
		'worker-src': ["'self'"],
		'connect-src': ["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
		'img-src': ["'self'", 'data:', 'blob:'],
		'style-src': ["'self'"],
		'style-src-attr': ["'unsafe-hashes'", routeAnnouncerStyle],
		'font-src': ["'self'"],
		'manifest-src': ["'self'"],
		'object-src': ["'none'"],
		'base-uri': ["'none'"],
		'form-action': ["'none'"],
		...(ancestors && { 'frame-ancestors': ["'self'", ...ancestors] })
	};
	return Object.entries(directives)
		.map(([name, sources]) => [name, ...sources].join(' '))
		.join('; ');
}

/**
 * Headers of every response, by name in lower case, errors included.
 *
 * `cross-origin-resource-policy` is for pages elsewhere that ask for our files as images, scripts or anything else that
 * needs no permission: all of it fails, and just as it does for a file that does not exist.
 *
 * @param pages the built pages, whose inline scripts are allowed
 * @param ancestors as for {@link contentSecurityPolicy}
 */
export function securityHeaders(pages: readonly string[], ancestors: readonly string[] | null): Readonly<Record<string, string>> {
	return {
		'content-security-policy': contentSecurityPolicy(inlineScriptHashes(pages.join('\n')), ancestors),
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'no-referrer',
		'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-resource-policy': 'same-origin'
	};
}
