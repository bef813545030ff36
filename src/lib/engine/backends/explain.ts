import type { BackendName } from '../../core/backend';
import { backendTitle } from './failure';
import { gpuAdvantage } from './rank';
import type { TimedBackend } from './rank';

function speed(rowsPerSecond: number): string {
	return `${rowsPerSecond.toLocaleString('en')} rows a second`;
}

function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why the first of the ranked backends was chosen. */
export function whyChosen([best, ...others]: readonly TimedBackend[]): string {
	if (others.length === 0) return `The only one that works here: ${speed(best.rowsPerSecond)} on this pack.`;
	const fastest = Math.max(...others.map((other) => other.rowsPerSecond));
	if (best.rowsPerSecond >= fastest) return `The fastest on this pack: ${speed(best.rowsPerSecond)}.`;
	return (
		`${capitalised(speed(best.rowsPerSecond))} on this pack. ${capitalised(backendTitle[best.backend])} is preferred ` +
		`while it is at least half as fast as the others, because it leaves the processor free.`
	);
}

/** Why a certified backend was not the one. */
export function whyNot(one: TimedBackend, chosen: TimedBackend): string {
	const measured = `Works, and reaches ${speed(one.rowsPerSecond)} on this pack`;
	if (one.rowsPerSecond > chosen.rowsPerSecond) {
		return `${measured}, but ${backendTitle[chosen.backend]} is preferred until it is more than ${gpuAdvantage} times slower.`;
	}
	return `${measured}; ${backendTitle[chosen.backend]} reaches ${speed(chosen.rowsPerSecond)}.`;
}

export function whyNotTried(pin: BackendName): string {
	return `Not tried, because ${backendTitle[pin]} is pinned.`;
}

/** One sentence out of the reasons of all that failed. */
export function whyNone(reasons: readonly { readonly backend: BackendName; readonly explanation: string }[]): string {
	const each = reasons.map(({ backend, explanation }) => `${capitalised(backendTitle[backend])}: ${explanation}`);
	return `Nothing here can compute scores. ${each.join(' ')} Reload the page, or try another browser.`;
}
