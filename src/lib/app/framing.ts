/** The part of a window that tells what it lies in. */
export interface Framed {
	readonly parent: Framed;
	readonly location: { readonly origin: string; readonly ancestorOrigins?: ArrayLike<string> };
}

/** Whether the page lies in a frame of another origin, however deep. A sandboxed page is of another origin than any other. */
export function inForeignFrame(page: Framed): boolean {
	const { origin } = page.location;
	for (let frame = page; frame.parent !== frame; frame = frame.parent) {
		try {
			if (frame.parent.location.origin !== origin) return true;
		} catch {
			// What is around is hidden from this page, which only another origin is.
			return true;
		}
	}
	return false;
}

/**
 * Whether the page is certain to lie in a frame of an origin that is not among the allowed ones. Browsers refuse that by
 * `frame-ancestors`; this is for hosts of static files that cannot send the header, in browsers that tell the origins.
 */
export function amongStrangers(page: Framed, allowed: readonly string[]): boolean {
	return Array.from(page.location.ancestorOrigins ?? []).some((origin) => !allowed.includes(origin));
}

/**
 * The listed origins that the page around this one can have: where the browser tells that page's origin, no other. A message
 * to another one is delivered to nobody, but Chromium names its target in the console of the page around.
 */
export function possibleHosts(page: Framed, allowed: readonly string[]): readonly string[] {
	const parent = page.location.ancestorOrigins?.[0];
	return parent === undefined ? allowed : allowed.filter((origin) => origin === parent);
}
