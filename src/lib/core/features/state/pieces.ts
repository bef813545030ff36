/**
 * Work done a piece of some milliseconds at a time, with a pause after each in which its owner may do something else or give
 * up. What it works on must stay as it is meanwhile.
 */
export type Pieces<T = void> = Generator<void, T, void>;

/** Does all of it without a pause. */
export function atOnce<T>(work: Pieces<T>): T {
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
	}
}
