/** Where the browser cannot tell when a page is idle. Milliseconds. */
const aMoment = 300;

/**
 * Does work that nobody waits for, once the page has nothing else to do: after all that was asked for by `takeTurn`, too.
 * Returns a function that gives it up.
 */
export function whenIdle(work: () => void): () => void {
	if (!('requestIdleCallback' in globalThis)) {
		const timer = setTimeout(work, aMoment);
		return () => clearTimeout(timer);
	}
	const id = requestIdleCallback(() => work());
	return () => cancelIdleCallback(id);
}
