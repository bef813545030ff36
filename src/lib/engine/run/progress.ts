import type { RunProgress } from '../types';

/** Milliseconds between two reports: ten a second look fluent and cost nothing. */
const interval = 100;

/**
 * Passes on at most ten reports a second, and those with a notice or marked `always` in any case.
 *
 * @param clock milliseconds, only differences are used
 */
export function throttledProgress(
	clock: () => number,
	onProgress: ((progress: RunProgress) => void) | undefined
): (progress: RunProgress, always?: boolean) => void {
	if (!onProgress) return () => undefined;
	let reported = -Infinity;
	return (progress, always = false) => {
		const now = clock();
		if (!always && progress.notice === null && now - reported < interval) return;
		reported = now;
		onProgress(progress);
	};
}
