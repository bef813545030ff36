import { embedFile, embedPage, sdkFolder } from '../core/site/embedding';
import { cacheControl, immutableFolder } from './cache-control';
import { securityHeaders } from './security-headers';

/** Cloudflare Pages ignores a longer line of `_headers`. */
export const longestLine = 2000;

interface Rule {
	readonly path: string;
	/** Headers that the host or an earlier rule sets and that are to go. Netlify knows no such line and skips it. */
	readonly without?: readonly string[];
	readonly headers: Readonly<Record<string, string>>;
}

function rulesFor(pages: readonly string[], origins: readonly string[]): readonly Rule[] {
	const csp = 'content-security-policy';
	const everywhere = {
		path: '/*',
		// Cloudflare Pages lets every origin read every file by default.
		without: ['access-control-allow-origin'],
		headers: { ...securityHeaders(pages, null), 'x-frame-options': 'SAMEORIGIN' }
	};
	const embed = [embedPage, embedFile].map((path) => ({
		path,
		without: ['x-frame-options'],
		headers: { [csp]: securityHeaders(pages, origins)[csp] ?? '' }
	}));
	const immutable = { path: `${immutableFolder}*`, headers: { 'cache-control': cacheControl(immutableFolder) } };
	const [reader, ...more] = origins;
	if (reader === undefined || more.length > 0) return [everywhere, ...embed, immutable];
	return [everywhere, ...embed, immutable, { path: `${sdkFolder}*`, headers: { 'access-control-allow-origin': reader } }];
}

/**
 * The text of `_headers`, which Netlify and Cloudflare Pages read, so that a static host sends what our own server
 * does, as far as it can (docs/decisions/111).
 *
 * Both hosts join the values of a header that two matching rules set, and of two joined policies both must allow. So no
 * rule for all paths may have `frame-ancestors`: `X-Frame-Options` stands in for it, which browsers leave unread as soon
 * as a policy has `frame-ancestors`, as that of the embed's page has. The other directives stand in both, so that a host
 * that took only the later value would still send all of them. Cache-Control is left to the immutable rule, and both hosts
 * revalidate everything else by themselves. A host can name one origin that may read the SDK, or none.
 */
export function headersFile(pages: readonly string[], origins: readonly string[]): string {
	const lines = rulesFor(pages, origins).flatMap(({ path, without = [], headers }) => [
		path,
		...without.map((name) => `  ! ${name}`),
		...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)
	]);
	return [...lines, ''].join('\n');
}

/** What a static host would not do with that file, in a sentence; null when it does all of it. */
export function headersFileProblem(text: string): string | null {
	if (text.split('\n').every((line) => line.length <= longestLine)) return null;
	return (
		`static/embed.config.json names so many origins that a line of build/_headers is longer than ${longestLine} characters. ` +
		'Cloudflare Pages ignores such a line, so nobody else could embed Shrike there. Our own server takes them all.'
	);
}
