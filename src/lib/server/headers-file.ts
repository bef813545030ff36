import { cacheControl, immutableFolder } from './cache-control';
import { securityHeaders } from './security-headers';

/**
 * The text of `_headers`, which Netlify and Cloudflare Pages read, so that a static host sends what our own server
 * does. Both hosts join values of a header that two matching rules set; so Cache-Control is left to the immutable rule,
 * and both hosts revalidate everything else by themselves.
 */
export function headersFile(indexHtml: string): string {
	const everywhere = Object.entries(securityHeaders(indexHtml)).map(([name, value]) => `  ${name}: ${value}`);
	const immutable = `  cache-control: ${cacheControl(immutableFolder)}`;
	return ['/*', ...everywhere, `${immutableFolder}*`, immutable, ''].join('\n');
}
