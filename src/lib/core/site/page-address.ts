const assetFolders = /^\/(?:_app|model|sdk|api)(?:\/|$)/;
const fileName = /\.[^/]*$/;

/**
 * Whether a path (percent-encoded, beginning with a slash, relative to the site's base) is a page of the app and so
 * answered with index.html. Everything else is a file: a missing one must be an error, not HTML under a wrong name.
 * The server and the service worker share this rule, so that online and offline agree.
 */
export function isPageAddress(path: string): boolean {
	return !assetFolders.test(path) && !fileName.test(path);
}
