/**
 * Hosts as CSP Level 3 (§ 2.3.1, `host-part`) writes them. `new URL` lets far more through, of which `;` and `,` would end
 * the directive or the policy that an origin is written into, and `*` would be a wildcard there. No IPv6: CSP has no form
 * for it.
 */
const hostName = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/**
 * Whether a text is an exact origin as `URL.origin` and `MessageEvent.origin` write it: scheme, host and, where it is not
 * the scheme's own, port. No path, no wildcard, never `null` (what `file:` pages and sandboxed frames have). `http:` only for
 * this machine, since anyone on the way could speak for another.
 */
export function isExactOrigin(text: string): boolean {
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		return false;
	}
	if (url.origin !== text || !hostName.test(url.hostname)) return false;
	const own = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
	return url.protocol === 'https:' || (url.protocol === 'http:' && own);
}
