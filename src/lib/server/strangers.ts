import { isEmbedPage } from '../core/site/embedding';

/** Where a browser shows a document within another one (Fetch Metadata, `Sec-Fetch-Dest`). */
const within: readonly string[] = ['iframe', 'frame', 'object', 'embed', 'fencedframe'];
const frames: readonly string[] = ['iframe', 'frame'];

function refererOf(request: Request): string | null {
	try {
		return new URL(request.headers.get('referer') ?? '').origin;
	} catch {
		return null;
	}
}

const isFor = (request: Request, destinations: readonly string[]): boolean =>
	destinations.includes(request.headers.get('sec-fetch-dest') ?? '');

/** Whether the embed's page is asked for by a frame, whoever's. */
export function isFramedEmbed(request: Request): boolean {
	return isFor(request, frames) && isEmbedPage(new URL(request.url).pathname);
}

/** Our own pages ask for themselves, also from within a host's. */
function isOwn(request: Request): boolean {
	return request.headers.get('sec-fetch-site') === 'same-origin';
}

/**
 * Whether a page of another origin shows the answer within itself and is no host. `frame-ancestors` refuses it too, but
 * Chromium then hands the refused page the text of that policy (`ReportingObserver`, type `csp-violation`), and with it
 * what this is and who may embed it. So a stranger is answered as if there were nothing, under one policy for every path.
 *
 * Browsers write these headers themselves. A page can leave its `Referer` out, but has no way to write another's; one that
 * leaves it out is a stranger. Browsers that write no `Sec-Fetch-Dest` have `frame-ancestors` alone.
 */
export function isStranger(request: Request, origins: ReadonlySet<string>): boolean {
	if (!isFor(request, within) || isOwn(request)) return false;
	const from = refererOf(request);
	return !isFramedEmbed(request) || from === null || !origins.has(from);
}
