import { isEmbedPage, sdkFolder } from '../core/site/embedding';
import { immutableFolder } from './cache-control';
import { securityHeaders } from './security-headers';
import type { StaticSite } from './static-site';
import { isFramedEmbed, isStranger } from './strangers';

/** Vite writes worker scripts here, with everything that they import. */
const workerFolder = `${immutableFolder}workers/`;

const isolated = { 'cross-origin-embedder-policy': 'require-corp' };

/** Of the answer to a stranger: nothing in them tells this server from another. */
const toStrangers = {
	'content-security-policy': "default-src 'none'; frame-ancestors 'self'",
	'x-content-type-options': 'nosniff',
	'cross-origin-resource-policy': 'same-origin'
};

type Headers = Readonly<Record<string, string>>;

/**
 * Which headers an answer gets, by its request. They depend on the path as it is written and on who asks, never on whether
 * there is such a file: whoever may not read an answer must not tell the two apart.
 */
export function responseHeaders(site: Pick<StaticSite, 'pages' | 'origins'>): (request: Request) => Headers {
	const everywhere = securityHeaders(site.pages, []);
	const embed = securityHeaders(site.pages, site.origins);
	const origins = new Set(site.origins);

	/** An origin that may read the host's side. Two Origin headers come joined and are none. */
	function readers(request: Request): Headers {
		const origin = request.headers.get('origin');
		const vary = { vary: 'origin, sec-fetch-dest' };
		return origin !== null && origins.has(origin) ? { ...vary, 'access-control-allow-origin': origin } : vary;
	}

	return (request) => {
		if (isStranger(request, origins)) return toStrangers;
		const path = new URL(request.url).pathname;
		const headers = isEmbedPage(path) ? embed : everywhere;
		if (path.startsWith(immutableFolder)) return path.startsWith(workerFolder) ? { ...headers, ...isolated } : headers;
		if (path.startsWith(sdkFolder)) return { ...headers, ...readers(request) };
		const vary = { vary: 'sec-fetch-dest, sec-fetch-site, referer' };
		// A page that is isolated by itself frames only what is too, and what says that others may take it.
		return isFramedEmbed(request)
			? { ...headers, ...vary, ...isolated, 'cross-origin-resource-policy': 'cross-origin' }
			: { ...headers, ...vary };
	};
}
