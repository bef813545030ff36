/** The page that other pages may frame. */
export const embedPage = '/embed';

/** The file that it is built into, with the same headers, so that what a service worker keeps of it has them. */
export const embedFile = '/embed.html';

/** Who may frame it. Written by whoever installs Shrike, read by the server, the build and the page itself. */
export const embedConfigFile = '/embed.config.json';

/** What host pages load: the only files that another origin may ever read. */
export const sdkFolder = '/sdk/';

/** Whether a path (beginning with a slash, relative to the site's base) is the page that may be framed, or its file. */
export function isEmbedPage(path: string): boolean {
	return path === embedPage || path === `${embedPage}/` || path === embedFile;
}

/**
 * Whether the network is asked before the cache: an origin that was taken off the list must be refused from the next
 * load on, and what refuses it is the page's own header.
 */
export function isAskedFirst(path: string): boolean {
	return isEmbedPage(path) || path === embedConfigFile;
}
