import { formatCount, type Locale } from '../format';

/** How many entries a list has: `12`, or `50+` while there are more than are shown. */
export function countWords(shown: number, more: boolean, locale?: Locale): string {
	return `${formatCount(shown, locale)}${more ? '+' : ''}`;
}

/** Which entry takes the focus after the one at `removed` has gone; null where none is left. */
export function nextFocus(removed: number, left: number): number | null {
	return left === 0 ? null : Math.min(removed, left - 1);
}
