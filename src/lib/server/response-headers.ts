import { isEmbedPage, sdkFolder } from '../core/site/embedding';
import { immutableFolder } from './cache-control';
import { isFramed } from './destination';
import { securityHeaders } from './security-headers';
import type { StaticSite } from './static-site';

/** Vite writes worker scripts here, with everything that they import. */
const workerFolder = `${immutableFolder}workers/`;

type Headers = Readonly<Record<string, string>>;

/**
 * Which headers an answer gets, by its request. They depend on the path as it is written and on what the browser says of
 * the request, never on whether there is such a file: whoever may not read an answer must not tell the two apart.
 */
export function responseHeaders(site: Pick<StaticSite, 'pages' | 'origins'>): (request: Request) => Headers {
	const everywhere = securityHeaders(site.pages, []);
	const embed = securityHeaders(site.pages, site.origins);
	const allowed = new Set(site.origins);

	/** The header's value if that origin may read the host's side, else null. Two Origin headers come joined and match none. */
	const reader = (request: Request): string | null => {
		const origin = request.headers.get('origin');
		return origin !== null && allowed.has(origin) ? origin : null;
	};

	return (request) => {
		const path = new URL(request.url).pathname;
		const headers: Record<string, string> = { ...(isEmbedPage(path) ? embed : everywhere) };
		// A page that is isolated by itself frames only what is too, and what says that others may take it. Only what
		// is asked for by a frame says so: as an image or by fetch, the same page remains out of reach.
		if (isFramed(request)) headers['cross-origin-resource-policy'] = 'cross-origin';
		if (isFramed(request) || path.startsWith(workerFolder)) headers['cross-origin-embedder-policy'] = 'require-corp';
		const varies = path.startsWith(immutableFolder) ? [] : ['sec-fetch-dest'];
		if (path.startsWith(sdkFolder)) {
			varies.push('origin');
			const origin = reader(request);
			if (origin !== null) headers['access-control-allow-origin'] = origin;
		}
		if (varies.length > 0) headers['vary'] = varies.join(', ');
		return headers;
	};
}
